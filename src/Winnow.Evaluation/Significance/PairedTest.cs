namespace Winnow.Evaluation;

/// <summary>How to tell whether two recommenders differ, from a metric of the same users under both.</summary>
public enum PairedTest
{
    /// <summary>Signs of the users' differences are flipped at random: how often is the mean difference as large? Assumes nothing about how metrics are
    /// spread. Recommended for ranked lists (Smucker, Allan and Carterette, CIKM 2007).</summary>
    Randomization,

    /// <summary>Users are drawn anew: the difference against its standard error over resamples, by the normal distribution.</summary>
    Bootstrap,

    /// <summary>Wilcoxon's signed ranks (Biometrics Bulletin 1(6), 1945), by the normal distribution: asks whether differences lie around 0, not whether
    /// the means are equal. Users without difference are left out.</summary>
    Wilcoxon,
}
