using System.Numerics;

namespace Winnow.Numerics;

public sealed partial class Tape
{
    /// <summary>a + b, element by element; rows and columns of size 1 are repeated.</summary>
    /// <exception cref="ArgumentException">The shapes differ in a size that is 1 on neither side.</exception>
    public Tensor Add(Tensor a, Tensor b) => AddScaled(a, b, 1);

    /// <summary>a + factor · b, element by element; rows and columns of size 1 are repeated.</summary>
    /// <exception cref="ArgumentException">The shapes differ in a size that is 1 on neither side.</exception>
    public Tensor AddScaled(Tensor a, Tensor b, float factor) =>
        Rent<BinaryOperator<AddScaledFunction>>().Forward(a, b, new AddScaledFunction(factor));

    /// <summary>a − b, element by element; rows and columns of size 1 are repeated.</summary>
    /// <exception cref="ArgumentException">The shapes differ in a size that is 1 on neither side.</exception>
    public Tensor Subtract(Tensor a, Tensor b) => AddScaled(a, b, -1);
}

internal readonly struct AddScaledFunction(float factor) : IBinaryFunction
{
    public Vector<float> Value(Vector<float> a, Vector<float> b) => a + b * new Vector<float>(factor);

    public Vector<float> LeftSlope(Vector<float> a, Vector<float> b) => Vector<float>.One;

    public Vector<float> RightSlope(Vector<float> a, Vector<float> b) => new(factor);
}
