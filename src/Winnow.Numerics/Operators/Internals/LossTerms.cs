using System.Numerics;

namespace Winnow.Numerics;

/// <summary>Sums of loss terms in double precision, in ascending order.</summary>
internal static class LossTerms
{
    public static double Sum<T>(ReadOnlySpan<T> terms) where T : INumberBase<T>
    {
        double sum = 0;
        foreach (T term in terms) sum += double.CreateTruncating(term);
        return sum;
    }
}
