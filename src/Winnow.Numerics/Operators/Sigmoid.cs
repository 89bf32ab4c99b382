using System.Numerics;

namespace Winnow.Numerics;

public sealed partial class Tape
{
    /// <summary>1 / (1 + e⁻ˣ), element by element; exact limits 0 and 1, no overflow.</summary>
    public Tensor Sigmoid(Tensor x) => Rent<UnaryOperator<SigmoidFunction>>().Forward(x, default);
}

internal readonly struct SigmoidFunction : IUnaryFunction
{
    public Vector<float> Value(Vector<float> x) => VectorMath.Sigmoid(x);

    public Vector<float> Slope(Vector<float> x, Vector<float> y) => y * (Vector<float>.One - y);
}
