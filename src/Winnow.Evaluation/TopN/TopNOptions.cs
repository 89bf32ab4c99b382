using Winnow.Evaluation.Internals;
using Winnow.Numerics;

namespace Winnow.Evaluation;

/// <summary>How recommenders are judged; the same for all that are compared.</summary>
public sealed record TopNOptions
{
    /// <summary>Lengths at which lists are cut, at least 1 each, ascending. Default 5, 10, 20. A list is shorter than its cut-off where
    /// there are too few candidates.</summary>
    public IReadOnlyList<int> Cutoffs { get; init; } = [5, 10, 20];

    /// <summary>Whether what a user is known to have taken is kept out of his list. Default true.</summary>
    public bool FilterSeen { get; init; } = true;

    /// <summary>Who comes first among equal scores. Default: a random key.</summary>
    public TieOrder Ties { get; init; } = TieOrder.RandomKey;

    /// <summary>Against which items the relevant ones are ranked. Default: as the split says.</summary>
    public CandidateSet Candidates { get; init; } = CandidateSet.OfSplit;

    /// <summary>How many negatives <see cref="CandidateSet.Sampled"/> draws a user, at least 1. Default 99. Fewer if there are not so many.</summary>
    public int SampledNegatives { get; init; } = 99;

    /// <summary>Seed of tie keys and sampled negatives. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Users scored together, 1 … 4,096; 0 (default): so many that their scores take 1 MiB, but 16 … 256. Results do not depend on it.</summary>
    public int BlockUsers { get; init; }

    /// <summary>What the plain metric names mean.</summary>
    public MetricDefinitions Definitions { get; init; } = MetricDefinitions.Default;

    /// <summary>What makes two items alike, items × features, for <see cref="TopNMetric.IntraListDiversity"/>: content, or the training
    /// matrix by item (co-occurrence). Default null: that metric is not computed.</summary>
    public CsrMatrix? ItemVectors { get; init; }

    internal TopNOptions Validate()
    {
        ArgumentNullException.ThrowIfNull(Cutoffs, nameof(Cutoffs));
        ArgumentNullException.ThrowIfNull(Definitions, nameof(Definitions));
        if (Cutoffs.Count == 0) Throw.NoCutoffs();
        for (int i = 0, before = 0; i < Cutoffs.Count; before = Cutoffs[i++])
            if (Cutoffs[i] <= before) Throw.BadCutoff(Cutoffs, i);
        if (SampledNegatives < 1) Throw.OptionOutOfRange(nameof(SampledNegatives), SampledNegatives, "[1, …)");
        if (BlockUsers is < 0 or > 4096) Throw.OptionOutOfRange(nameof(BlockUsers), BlockUsers, "[0, 4096]");
        return this;
    }

    /// <summary>Users in a block: enough that a scorer may work on several at once, few enough that their scores stay in cache.</summary>
    internal int UsersInBlock(int items) => BlockUsers > 0 ? BlockUsers : Math.Clamp((1 << 18) / Math.Max(items, 1), 16, 256);
}
