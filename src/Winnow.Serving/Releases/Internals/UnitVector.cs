using System.Numerics;
using System.Runtime.InteropServices;

namespace Winnow.Serving;

/// <summary>Arithmetic of vectors of length 1, by which items are alike.</summary>
internal static class UnitVector
{
    /// <summary>The inner product Σ xᵢ yᵢ; the cosine if both have length 1.</summary>
    /// <param name="x">[d].</param>
    /// <param name="y">[d].</param>
    public static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        ReadOnlySpan<Vector<float>> wideX = MemoryMarshal.Cast<float, Vector<float>>(x), wideY = MemoryMarshal.Cast<float, Vector<float>>(y[..x.Length]);
        Vector<float> sums = default;
        for (int i = 0; i < wideX.Length; i++) sums += wideX[i] * wideY[i];
        float sum = Vector.Sum(sums);
        for (int i = wideX.Length * Vector<float>.Count; i < x.Length; i++) sum += x[i] * y[i];
        return sum;
    }

    /// <summary>Writes x / ‖x‖; zeros if x is zero.</summary>
    public static void Of(ReadOnlySpan<float> x, Span<float> unit)
    {
        float norm = MathF.Sqrt(Dot(x, x));
        for (int i = 0; i < unit.Length; i++) unit[i] = norm > 0 ? x[i] / norm : 0;
    }
}
