using System.Numerics;

namespace Winnow.Numerics;

public sealed partial class Tape
{
    /// <summary>a ⊙ b, element by element; rows and columns of size 1 are repeated.</summary>
    /// <exception cref="ArgumentException">The shapes differ in a size that is 1 on neither side.</exception>
    public Tensor Multiply(Tensor a, Tensor b) => Rent<BinaryOperator<MultiplyFunction>>().Forward(a, b, default);
}

internal readonly struct MultiplyFunction : IBinaryFunction
{
    public Vector<float> Value(Vector<float> a, Vector<float> b) => a * b;

    public Vector<float> LeftSlope(Vector<float> a, Vector<float> b) => b;

    public Vector<float> RightSlope(Vector<float> a, Vector<float> b) => a;
}
