using System.ComponentModel;
using Winnow.Data;

namespace Winnow.Serving.Http;

/// <summary>What <c>POST /v1/recommend</c> takes.</summary>
public sealed record RecommendBody
{
    /// <summary>Id of the user; without it the answer is for somebody nothing is known about.</summary>
    [Description("Id of the user; without it the answer is for somebody nothing is known about.")]
    public string? User { get; init; }

    /// <summary>Items wanted. Default 10.</summary>
    [Description("Items wanted. Default 10.")]
    public int? Count { get; init; }

    /// <summary>Features of the moment, by the names of the ranker's columns; they win over the user's own.</summary>
    [Description("Features of the moment (device, hour, page), by the names of the ranker's columns; they win over the user's own.")]
    public FeatureValues? Context { get; init; }

    /// <summary>Ids of items that must not be in the answer.</summary>
    [Description("Ids of items that must not be in the answer.")]
    public IReadOnlyList<string>? Exclude { get; init; }

    /// <summary>Whether the answer says of each item why it is there.</summary>
    [Description("Whether the answer says of each item why it is there.")]
    public bool Explain { get; init; }

    /// <summary>Decides what is random in the answer; without it each request is decided anew.</summary>
    [Description("Decides what is random in the answer (exploration, ties); without it each request is decided anew.")]
    public ulong? Seed { get; init; }

    /// <summary>The variant that is to answer; without it the experiment decides by the user.</summary>
    [Description("The variant that is to answer; without it the experiment decides by the user.")]
    public string? Variant { get; init; }
}
