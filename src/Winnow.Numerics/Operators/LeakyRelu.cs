using System.Numerics;

namespace Winnow.Numerics;

public sealed partial class Tape
{
    /// <summary>x for x &gt; 0, else slope · x, element by element; the slope counts at 0.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="slope">Slope below 0, positive.</param>
    /// <remarks>Maas, Hannun and Ng, ICML 2013.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="slope"/> is not positive.</exception>
    public Tensor LeakyRelu(Tensor x, float slope = LeakyReluFunction.UsualSlope)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(slope);
        return Rent<UnaryOperator<LeakyReluFunction>>().Forward(x, new LeakyReluFunction(slope));
    }
}

internal readonly struct LeakyReluFunction(float slope) : IUnaryFunction
{
    public const float UsualSlope = 0.01f;

    public Vector<float> Value(Vector<float> x) =>
        Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<float>.Zero), x, x * new Vector<float>(slope));

    public Vector<float> Slope(Vector<float> x, Vector<float> y) =>
        Vector.ConditionalSelect(Vector.GreaterThan(y, Vector<float>.Zero), Vector<float>.One, new Vector<float>(slope));
}
