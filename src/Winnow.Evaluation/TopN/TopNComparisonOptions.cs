using Winnow.Evaluation.Internals;

namespace Winnow.Evaluation;

/// <summary>How recommenders are compared.</summary>
public sealed record TopNComparisonOptions
{
    /// <summary>Columns of the table. Default (empty): NDCG, recall, hit rate, MAP and MRR at the middle cut-off of the reports. The first decides
    /// who is best.</summary>
    public IReadOnlyList<TopNColumn> Columns { get; init; } = [];

    /// <summary>Name of the model that all others are tested against. Default null: the one with the highest mean in the first column. Testing against a
    /// winner chosen by the same users favours it slightly; name a baseline where that matters.</summary>
    public string? Reference { get; init; }

    /// <summary>How to test. Default: randomisation.</summary>
    public PairedTest Test { get; init; } = PairedTest.Randomization;

    /// <summary>Flips of the randomisation test, at least 100. Default 10,000.</summary>
    public int Flips { get; init; } = 10_000;

    /// <summary>Level below which an adjusted p-value is called significant, in (0, 1). Default 0.05.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>How intervals are drawn. Default: 1,000 resamples, 95 %.</summary>
    public BootstrapOptions Bootstrap { get; init; } = new() { Resamples = 1000 };

    internal TopNComparisonOptions Validate()
    {
        if (Flips < 100) Throw.OptionOutOfRange(nameof(Flips), Flips, "[100, …)");
        if (Alpha is not (> 0 and < 1)) Throw.OptionOutOfRange(nameof(Alpha), Alpha, "(0, 1)");
        Bootstrap.Validate();
        return this;
    }
}

/// <summary>A metric at a cut-off.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Cutoff">One of the cut-offs that were judged.</param>
public readonly record struct TopNColumn(TopNMetric Metric, int Cutoff);
