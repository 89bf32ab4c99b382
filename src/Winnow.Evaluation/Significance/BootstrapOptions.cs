using Winnow.Evaluation.Internals;

namespace Winnow.Evaluation;

/// <summary>What is drawn anew in every resample.</summary>
public enum ResamplingUnit
{
    /// <summary>Single rows. Right if rows are independent; too narrow if a user's rows resemble one another.</summary>
    Rows,

    /// <summary>Whole groups (all rows of a user at once). Rows without a group are drawn singly.</summary>
    Groups,
}

/// <summary>How bootstrap intervals are drawn.</summary>
/// <remarks>Poisson bootstrap: each unit counts Poisson(1) times in each resample, so nothing is sorted or copied again
/// (Hanley and MacGibbon, 2006; Chamandy et al., 2012). Draw b of row i is a function of (seed, b, i) only: intervals do not
/// depend on the number of threads, and two models judged with one seed on the same rows see the same resamples.</remarks>
public sealed record BootstrapOptions
{
    /// <summary>Number of resamples. Default 200, legal [20, 100,000].</summary>
    public int Resamples { get; init; } = 200;

    /// <summary>Seed of the draws. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Share of resamples that an interval spans. Default 0.95, legal (0, 1).</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>What is drawn: rows (default) or groups. The GAUC is a mean of groups and always draws groups.</summary>
    public ResamplingUnit Unit { get; init; } = ResamplingUnit.Rows;

    /// <summary>Threads to use. Default: all cores. The result does not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    internal BootstrapOptions Validate()
    {
        if (Resamples is < 20 or > 100_000) Throw.OptionOutOfRange(nameof(Resamples), Resamples, "[20, 100000]");
        if (Confidence is not (> 0 and < 1)) Throw.OptionOutOfRange(nameof(Confidence), Confidence, "(0, 1)");
        if (Threads < 1) Throw.OptionOutOfRange(nameof(Threads), Threads, "[1, …)");
        return this;
    }
}
