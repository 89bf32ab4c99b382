using System.Numerics;

namespace Winnow.Numerics;

/// <summary>A function of two numbers with its partial derivatives, on a vector of numbers at a time.</summary>
internal interface IBinaryFunction
{
    /// <summary>f(a, b).</summary>
    Vector<float> Value(Vector<float> a, Vector<float> b);

    /// <summary>∂f/∂a.</summary>
    Vector<float> LeftSlope(Vector<float> a, Vector<float> b);

    /// <summary>∂f/∂b.</summary>
    Vector<float> RightSlope(Vector<float> a, Vector<float> b);
}
