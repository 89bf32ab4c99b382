using System.Numerics;

namespace Winnow.Numerics;

public sealed partial class Tape
{
    /// <summary>x · Φ(x) in the tanh form ½x(1 + tanh(√(2/π)(x + 0.044715x³))), element by element.</summary>
    /// <remarks>Hendrycks and Gimpel, arXiv:1606.08415, section 2.</remarks>
    public Tensor Gelu(Tensor x) => Rent<UnaryOperator<GeluFunction>>().Forward(x, default);
}

internal readonly struct GeluFunction : IUnaryFunction
{
    private const float Scale = 0.797884561f;       // √(2/π)
    private const float Cubic = 0.044715f;

    public Vector<float> Value(Vector<float> x) => new Vector<float>(0.5f) * x * (Vector<float>.One + Gate(x));

    public Vector<float> Slope(Vector<float> x, Vector<float> y)
    {
        Vector<float> gate = Gate(x);
        Vector<float> inner = new Vector<float>(Scale) * (Vector<float>.One + new Vector<float>(3 * Cubic) * x * x);
        return new Vector<float>(0.5f) * (Vector<float>.One + gate + x * (Vector<float>.One - gate * gate) * inner);
    }

    private static Vector<float> Gate(Vector<float> x) =>
        VectorMath.Tanh(new Vector<float>(Scale) * (x + new Vector<float>(Cubic) * x * x * x));
}
