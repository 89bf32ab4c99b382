namespace Winnow.Evaluation.Internals;

/// <summary>Tail of the standard normal distribution.</summary>
internal static class NormalDistribution
{
    /// <summary>P(|Z| ≥ |value / standardError|); 1 if both are 0, NaN if either is.</summary>
    internal static double TwoSidedPValue(double value, double standardError)
    {
        if (double.IsNaN(value) || double.IsNaN(standardError)) return double.NaN;
        return value == 0 ? 1 : 2 * UpperTail(Math.Abs(value) / standardError);
    }

    /// <summary>P(Z ≥ z) for z ≥ 0, to about 14 digits: a series around 0, a continued fraction further out.</summary>
    internal static double UpperTail(double z)
    {
        if (z > 38) return 0;                                                   // below the smallest double
        double density = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
        return z < 3 ? 0.5 - density * OddSeries(z) : density / Fraction(z);
    }

    /// <summary>z + z³/3 + z⁵/(3·5) + z⁷/(3·5·7) + …</summary>
    private static double OddSeries(double z)
    {
        double term = z, sum = z;
        for (int k = 3; Math.Abs(term) > 1e-17; k += 2) sum += term *= z * z / k;
        return sum;
    }

    /// <summary>z + 1/(z + 2/(z + 3/(z + …))), from the inside out.</summary>
    private static double Fraction(double z)
    {
        double tail = z;
        for (int k = 120; k >= 1; k--) tail = z + k / tail;
        return tail;
    }
}
