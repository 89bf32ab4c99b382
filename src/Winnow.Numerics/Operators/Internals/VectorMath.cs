using System.Numerics;
using System.Runtime.CompilerServices;

namespace Winnow.Numerics;

/// <summary>Functions on vectors that the framework does not have.</summary>
internal static class VectorMath
{
    /// <summary>1 / (1 + e⁻ˣ), without overflow for any x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Sigmoid(Vector<float> x)
    {
        Vector<float> e = Vector.Exp(-Vector.Abs(x));
        Vector<float> numerator = Vector.ConditionalSelect(Vector.GreaterThanOrEqual(x, Vector<float>.Zero), Vector<float>.One, e);
        return numerator / (Vector<float>.One + e);
    }

    /// <summary>tanh x: near 0 by its series, so that small x keep their relative accuracy; else 1 − 2 / (e²ˣ + 1).</summary>
    /// <remarks>The coefficients are those of the Cephes library (Moshier 1992) for |x| &lt; 0.625; error below 2 ulp.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Tanh(Vector<float> x)
    {
        Vector<float> magnitude = Vector.Abs(x), square = x * x;
        Vector<float> series = new(-5.70498872745e-3f);
        series = series * square + new Vector<float>(2.06390887954e-2f);
        series = series * square - new Vector<float>(5.37397155531e-2f);
        series = series * square + new Vector<float>(1.33314422036e-1f);
        series = series * square - new Vector<float>(3.33332819422e-1f);
        Vector<float> near = x + x * square * series;
        Vector<float> e = Vector.Exp(-(magnitude + magnitude));
        Vector<float> far = Vector.CopySign((Vector<float>.One - e) / (Vector<float>.One + e), x);
        return Vector.ConditionalSelect(Vector.LessThan(magnitude, new Vector<float>(0.625f)), near, far);
    }

    /// <summary>log(1 + e) for e in [0, 1], accurate also for tiny e (Kahan's correction for the rounding of 1 + e).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> LogOnePlus(Vector<float> e)
    {
        Vector<float> sum = Vector<float>.One + e, rounded = sum - Vector<float>.One;
        Vector<int> tiny = Vector.Equals(rounded, Vector<float>.Zero);
        Vector<float> divisor = Vector.ConditionalSelect(tiny, Vector<float>.One, rounded);
        return Vector.ConditionalSelect(tiny, e, Vector.Log(sum) * (e / divisor));
    }
}
