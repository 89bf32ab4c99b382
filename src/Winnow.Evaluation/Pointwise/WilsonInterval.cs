namespace Winnow.Evaluation;

/// <summary>The score interval of a share, which stays inside [0, 1] and is not empty at 0 or n successes.</summary>
public static class WilsonInterval
{
    /// <summary>Normal quantile of a two-sided 95 % interval.</summary>
    public const double Z95 = 1.959963984540054;

    /// <summary>Ends of the interval for a share observed in n independent trials.</summary>
    /// <param name="share">Successes / trials, in [0, 1].</param>
    /// <param name="trials">Number of trials, above 0; may be fractional (effective sample size of weighted rows).</param>
    /// <param name="z">Normal quantile, <see cref="Z95"/> by default.</param>
    /// <returns>(p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n), both ends in [0, 1].</returns>
    /// <remarks>Wilson, JASA 22(158), 1927.</remarks>
    public static (double Low, double High) Of(double share, double trials, double z = Z95)
    {
        double n = trials, z2 = z * z;
        double centre = (share + z2 / (2 * n)) / (1 + z2 / n);
        double half = z * Math.Sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n);
        return (Math.Max(0, centre - half), Math.Min(1, centre + half));
    }
}
