using Winnow.Data;
using Winnow.Retrieval;

namespace Winnow.Serving;

/// <summary>What a funnel is put together from.</summary>
internal sealed record FunnelParts
{
    /// <summary>Name of the release.</summary>
    public required string Release { get; init; }

    /// <summary>How it is set up.</summary>
    public required FunnelOptions Options { get; init; }

    /// <summary>The items.</summary>
    public required IItemCatalogue Items { get; init; }

    /// <summary>The users that models were trained on.</summary>
    public required IdIndex Users { get; init; }

    /// <summary>Recall sources with their quotas, in order.</summary>
    public required IReadOnlyList<(IRecallSource Source, int Quota)> Sources { get; init; }

    /// <summary>What answers when no source does.</summary>
    public required IRecallSource LastResort { get; init; }

    /// <summary>The pre-ranker; null: none.</summary>
    public IItemScorer? PreRanker { get; init; }

    /// <summary>The ranker; null: none.</summary>
    public IItemScorer? Ranker { get; init; }

    /// <summary>The re-ranker; null: none.</summary>
    public IReRanker? ReRanker { get; init; }

    /// <summary>Rules that keep items out.</summary>
    public IReadOnlyList<IItemFilter> Filters { get; init; } = [];

    /// <summary>Rules that change scores.</summary>
    public IReadOnlyList<IScoreRule> ScoreRules { get; init; } = [];

    /// <summary>Rules on the page.</summary>
    public IReadOnlyList<IPageRule> PageRules { get; init; } = [];

    /// <summary>Finds items like an item.</summary>
    public SimilarItems Similar { get; init; } = static (_, _) => 0;

    /// <summary>Says what the ranker's scores of some items are made of; null: there is no ranker that could tell.</summary>
    public Func<StageContext, int[], ScoreExplanation[]>? Explain { get; init; }

    /// <summary>Takes over changed features of an item.</summary>
    public Action<int, FeatureValues> Update { get; init; } = static (_, _) => { };

    /// <summary>Compares queries of approximate indexes with the exact answer, by the name of the source.</summary>
    public IReadOnlyList<(string Source, RecallAudit Audit)> Audits { get; init; } = [];

    /// <summary>The clock of rules and circuit breakers.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>Finds items like an item.</summary>
/// <param name="item">Number of the item.</param>
/// <param name="found">Receives others, best first.</param>
/// <returns>How many were found.</returns>
internal delegate int SimilarItems(int item, Span<Neighbor> found);
