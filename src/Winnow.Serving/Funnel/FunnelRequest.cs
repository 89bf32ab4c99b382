using Winnow.Data;

namespace Winnow.Serving;

/// <summary>What somebody wants recommended.</summary>
public sealed record FunnelRequest
{
    /// <summary>Id of the user; null: an anonymous one, known by <see cref="UserState"/> alone.</summary>
    public string? User { get; init; }

    /// <summary>Items wanted, at least 1. Default 10.</summary>
    public int Count { get; init; } = 10;

    /// <summary>Features of the moment (device, hour, page), by the names of the ranker's columns; they win over the user's own.</summary>
    public FeatureValues Context { get; init; } = FeatureValues.Empty;

    /// <summary>Ids of the items to rank instead of what recall would find; null: recall decides. Unknown ids are passed over and told.</summary>
    public IReadOnlyList<string>? Candidates { get; init; }

    /// <summary>Ids of items that must not be in the answer. Unknown ids are harmless.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Whether the answer says of each item why it is there. Costs some more passes of the ranker.</summary>
    public bool Explain { get; init; }

    /// <summary>Decides what is random in the answer (exploration, ties); default 0. Same release, state and seed, same answer.</summary>
    public ulong Seed { get; init; }
}
