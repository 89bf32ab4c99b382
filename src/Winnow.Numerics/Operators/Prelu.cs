using System.Numerics;

namespace Winnow.Numerics;

public sealed partial class Tape
{
    /// <summary>x for x &gt; 0, else slope · x, with a learned slope.</summary>
    /// <param name="x">Shape [n, c].</param>
    /// <param name="slope">One slope for each column, shape [1, c], or one for all, shape [1, 1].</param>
    /// <remarks>He, Zhang, Ren and Sun, ICCV 2015, equation 1.</remarks>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public Tensor Prelu(Tensor x, Parameter slope) => Prelu(x, Use(slope));

    /// <inheritdoc cref="Prelu(Tensor, Parameter)"/>
    public Tensor Prelu(Tensor x, Tensor slope)
    {
        if (slope.Rows != 1 || (slope.Cols != x.Cols && slope.Cols != 1)) Throw.OperandShape("The slope", new Shape(1, x.Cols), slope.Shape);
        return Rent<BinaryOperator<PreluFunction>>().Forward(x, slope, default);
    }
}

internal readonly struct PreluFunction : IBinaryFunction
{
    public Vector<float> Value(Vector<float> a, Vector<float> b) => Select(a, a, a * b);

    public Vector<float> LeftSlope(Vector<float> a, Vector<float> b) => Select(a, Vector<float>.One, b);

    public Vector<float> RightSlope(Vector<float> a, Vector<float> b) => Select(a, Vector<float>.Zero, a);

    private static Vector<float> Select(Vector<float> x, Vector<float> above, Vector<float> below) =>
        Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<float>.Zero), above, below);
}
