using System.Numerics;

namespace Winnow.Numerics;

public sealed partial class Tape
{
    /// <summary>max(x, 0), element by element; slope 0 at 0.</summary>
    public Tensor Relu(Tensor x) => Rent<UnaryOperator<ReluFunction>>().Forward(x, default);
}

internal readonly struct ReluFunction : IUnaryFunction
{
    public Vector<float> Value(Vector<float> x) => Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), Vector<float>.Zero, x);

    public Vector<float> Slope(Vector<float> x, Vector<float> y) =>
        Vector.ConditionalSelect(Vector.GreaterThan(y, Vector<float>.Zero), Vector<float>.One, Vector<float>.Zero);
}
