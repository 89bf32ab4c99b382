using Winnow.Data;
using Winnow.Training.Recipes;

namespace Winnow.Serving;

/// <summary>Where the items, the users and what they did come from: a data set of the catalogue, or files.</summary>
public sealed record CatalogueOptions
{
    /// <summary>A log of the data catalogue, with the features of its items and users where it has any; empty when files are named.</summary>
    public string Name { get; init; } = "";

    /// <summary>JSON Lines of items: <c>{"id": "…", "title": "…", …}</c>. With <see cref="Name"/>, in place of the features it has.</summary>
    public string Items { get; init; } = "";

    /// <summary>JSON Lines of users; may be left out.</summary>
    public string Users { get; init; } = "";

    /// <summary>The log, when it is not that of <see cref="Name"/>. Histories and popularity come from it.</summary>
    public InteractionDataOptions Interactions { get; init; } = new();

    /// <summary>Of a log that is cut like this, the training part is packed, so that the release can be judged on the rest; null: all of it is.</summary>
    public SplitRule? Split { get; init; }

    /// <summary>Features that must be ready to be asked for each candidate, beside those that rules and re-ranking name.</summary>
    public IReadOnlyList<string> Attributes { get; init; } = [];

    /// <summary>Events of a user that are packed, the last ones, at least 1. Default 200.</summary>
    public int History { get; init; } = 200;
}
