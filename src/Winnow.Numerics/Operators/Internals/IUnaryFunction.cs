using System.Numerics;

namespace Winnow.Numerics;

/// <summary>A function of one number with its derivative, on a vector of numbers at a time.</summary>
internal interface IUnaryFunction
{
    /// <summary>f(x).</summary>
    Vector<float> Value(Vector<float> x);

    /// <summary>f′(x), from x and y = f(x).</summary>
    Vector<float> Slope(Vector<float> x, Vector<float> y);
}
