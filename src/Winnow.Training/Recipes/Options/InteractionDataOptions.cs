using Winnow.Data;

namespace Winnow.Training.Recipes;

/// <summary>Where interactions come from: a published split, a data set of the catalogue, or files.</summary>
public sealed record InteractionDataOptions
{
    /// <summary>Name of a published split; empty when the data are to be cut.</summary>
    public string Split { get; init; } = "";

    /// <summary>Name of a log in the data catalogue, to be cut; empty when files are named.</summary>
    public string Name { get; init; } = "";

    /// <summary>Files that hold one log, read in order; paths are relative to the working directory.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>How the files are laid out. Default: one event a row.</summary>
    public InteractionLayout Layout { get; init; }

    /// <summary>Name of the user column; columns of files without a header are <c>c1</c>, <c>c2</c>, …. Default <c>user</c>.</summary>
    public string User { get; init; } = "user";

    /// <summary>Name of the item column. Default <c>item</c>.</summary>
    public string Item { get; init; } = "item";

    /// <summary>Name of the column with the strength of an event; empty: feedback is implicit.</summary>
    public string Value { get; init; } = "";

    /// <summary>Name of the time column; empty: unknown.</summary>
    public string Time { get; init; } = "";

    /// <summary>What is made of pairs that come more than once. Default: all events are kept.</summary>
    public RepeatRule Repeats { get; init; }

    /// <summary>Features of items that a data set of the catalogue brings along, for models that use content. Default: none.</summary>
    public IReadOnlyList<string> ItemFeatures { get; init; } = [];

    /// <summary>Features of users, likewise. Default: none.</summary>
    public IReadOnlyList<string> UserFeatures { get; init; } = [];

    /// <summary>Share of malformed rows that is put up with, in [0, 1]; ten rows are always, unless it is 0. Default 0.001.</summary>
    public float MaxBadRows { get; init; } = 0.001f;

    /// <summary>What is taken out of a log before it is cut; a published split is taken as it is.</summary>
    public FilterOptions Filter { get; init; } = new();

    /// <summary>What the interactions are called in reports.</summary>
    public string Title => Split.Length > 0 ? Split : Name.Length > 0 ? Name : string.Join(", ", Files.Select(Path.GetFileName));
}
