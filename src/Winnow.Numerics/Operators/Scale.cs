using System.Numerics;

namespace Winnow.Numerics;

public sealed partial class Tape
{
    /// <summary>Every element times a constant.</summary>
    public Tensor Scale(Tensor x, float factor) => Affine(x, factor, 0);

    /// <summary>factor · x + offset, element by element.</summary>
    public Tensor Affine(Tensor x, float factor, float offset) =>
        Rent<UnaryOperator<AffineFunction>>().Forward(x, new AffineFunction(factor, offset));
}

internal readonly struct AffineFunction(float factor, float offset) : IUnaryFunction
{
    public Vector<float> Value(Vector<float> x) => x * new Vector<float>(factor) + new Vector<float>(offset);

    public Vector<float> Slope(Vector<float> x, Vector<float> y) => new(factor);
}
