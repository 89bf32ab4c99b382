using System.Numerics;

namespace Winnow.Numerics;

public sealed partial class Tape
{
    /// <summary>tanh x, element by element.</summary>
    public Tensor Tanh(Tensor x) => Rent<UnaryOperator<TanhFunction>>().Forward(x, default);
}

internal readonly struct TanhFunction : IUnaryFunction
{
    public Vector<float> Value(Vector<float> x) => VectorMath.Tanh(x);

    public Vector<float> Slope(Vector<float> x, Vector<float> y) => Vector<float>.One - y * y;
}
