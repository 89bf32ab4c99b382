namespace Winnow.Training.Tuning.Internals;

/// <summary>How promising a point is, given what the surrogate expects there; higher is more promising. Values are to be large.</summary>
/// <remarks>Mean, deviation and best value are in standard deviations of the values seen. Brochu, Cora and de Freitas, arXiv:1012.2599,
/// section 2.3, with the constants of skopt.</remarks>
internal static class Acquisition
{
    /// <summary>By how much a point must be better to count as an improvement.</summary>
    private const double Xi = 0.01;

    /// <summary>Deviations above the mean that optimism reaches to.</summary>
    private const double Kappa = 1.96;

    /// <summary>The three, in the order the portfolio keeps their gains.</summary>
    public static IReadOnlyList<Func<double, double, double, double>> All { get; } = [ExpectedImprovement, ConfidenceBound, ProbabilityOfImprovement];

    /// <summary>E[max(f − best − ξ, 0)].</summary>
    public static double ExpectedImprovement(double mean, double deviation, double best)
    {
        double gain = mean - best - Xi;
        if (deviation <= 0) return Math.Max(gain, 0);
        double z = gain / deviation;
        return gain * Normal(z) + deviation * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
    }

    /// <summary>μ + κσ.</summary>
    public static double ConfidenceBound(double mean, double deviation, double best) => mean + Kappa * deviation;

    /// <summary>P(f > best + ξ).</summary>
    public static double ProbabilityOfImprovement(double mean, double deviation, double best) =>
        deviation <= 0 ? (mean > best + Xi ? 1 : 0) : Normal((mean - best - Xi) / deviation);

    /// <summary>Φ(z), to 1.2·10⁻⁷ of itself: enough to rank points, also far out in the lower tail (Press et al., Numerical Recipes,
    /// 1992, section 6.2).</summary>
    internal static double Normal(double z)
    {
        double x = Math.Abs(z) / Math.Sqrt(2), t = 1 / (1 + 0.5 * x);
        double tail = 0.5 * t * Math.Exp(-x * x - 1.26551223 + t * (1.00002368 + t * (0.37409196 + t * (0.09678418 + t * (-0.18628806
            + t * (0.27886807 + t * (-1.13520398 + t * (1.48851587 + t * (-0.82215223 + t * 0.17087277)))))))));
        return z < 0 ? tail : 1 - tail;
    }
}
