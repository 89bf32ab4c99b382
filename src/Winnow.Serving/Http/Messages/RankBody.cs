using System.ComponentModel;
using Winnow.Data;

namespace Winnow.Serving.Http;

/// <summary>What <c>POST /v1/rank</c> takes: <see cref="RecommendBody"/> with the candidates.</summary>
public sealed record RankBody
{
    /// <summary>Ids of the items to rank. Unknown ones are passed over and named in the answer.</summary>
    [Description("Ids of the items to rank. Unknown ones are passed over and named in the answer.")]
    public required IReadOnlyList<string> Candidates { get; init; }

    /// <inheritdoc cref="RecommendBody.User"/>
    [Description("Id of the user; without it the answer is for somebody nothing is known about.")]
    public string? User { get; init; }

    /// <summary>Items wanted. Default: as many as there are candidates.</summary>
    [Description("Items wanted. Default: as many as there are candidates.")]
    public int? Count { get; init; }

    /// <inheritdoc cref="RecommendBody.Context"/>
    [Description("Features of the moment (device, hour, page), by the names of the ranker's columns; they win over the user's own.")]
    public FeatureValues? Context { get; init; }

    /// <inheritdoc cref="RecommendBody.Exclude"/>
    [Description("Ids of items that must not be in the answer.")]
    public IReadOnlyList<string>? Exclude { get; init; }

    /// <inheritdoc cref="RecommendBody.Explain"/>
    [Description("Whether the answer says of each item why it is there.")]
    public bool Explain { get; init; }

    /// <inheritdoc cref="RecommendBody.Seed"/>
    [Description("Decides what is random in the answer (exploration, ties); without it each request is decided anew.")]
    public ulong? Seed { get; init; }

    /// <inheritdoc cref="RecommendBody.Variant"/>
    [Description("The variant that is to answer; without it the experiment decides by the user.")]
    public string? Variant { get; init; }
}
