using System.Numerics;

namespace Winnow.Numerics.Tests;

public sealed class VectorMathTests
{
    [Fact]
    public void Tanh_SweepOfAllSizes_StaysWithinTwoUlp() => Sweep(VectorMath.Tanh, Math.Tanh, ulps: 2);

    [Fact]
    public void Sigmoid_SweepOfAllSizes_StaysWithinFourUlp() => Sweep(VectorMath.Sigmoid, x => 1 / (1 + Math.Exp(-x)), ulps: 4);

    [Fact]
    public void LogOnePlus_SweepOfUnitInterval_StaysWithinFourUlp() => Sweep(
        v => VectorMath.LogOnePlus(Vector.Min(Vector.Abs(v), Vector<float>.One)),
        x => LogOnePlus(Math.Min(Math.Abs(x), 1)),
        ulps: 4);

    /// <summary>Magnitudes from 10⁻⁶ to 80 in steps of about 0.03 %, both signs.</summary>
    private static void Sweep(Func<Vector<float>, Vector<float>> function, Func<double, double> exact, double ulps)
    {
        for (double magnitude = 1e-6; magnitude < 80; magnitude *= 1.0003)
        {
            foreach (float x in (float[])[(float)magnitude, (float)-magnitude])
            {
                double expected = exact(x);
                float actual = function(new Vector<float>(x))[0], ulp = MathF.BitIncrement(MathF.Abs((float)expected)) - MathF.Abs((float)expected);
                Assert.True(Math.Abs(actual - expected) <= ulps * ulp, $"f({x:g9}) is {actual:g9}, exact {expected:g9}");
            }
        }
    }

    /// <summary>The series where 1 + x would round x away.</summary>
    private static double LogOnePlus(double x) => x < 1e-4 ? x - x * x / 2 + x * x * x / 3 : Math.Log(1 + x);
}
