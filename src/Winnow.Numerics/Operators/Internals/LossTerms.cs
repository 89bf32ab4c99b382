namespace Winnow.Numerics;

/// <summary>Sums in double precision, in ascending order.</summary>
internal static class LossTerms
{
    public static double Sum(ReadOnlySpan<float> terms)
    {
        double sum = 0;
        foreach (float term in terms) sum += term;
        return sum;
    }

    public static double Sum(ReadOnlySpan<double> terms)
    {
        double sum = 0;
        foreach (double term in terms) sum += term;
        return sum;
    }
}
