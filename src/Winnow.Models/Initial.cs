using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>What a dense parameter starts with: a value, so that it can be a default.</summary>
public readonly record struct Initial
{
    private readonly Kind _kind;
    private readonly float _number;

    private Initial(Kind kind, float number = 0) => (_kind, _number) = (kind, number);

    /// <summary>Zeros.</summary>
    public static Initial Zero => new(Kind.Constant);

    /// <summary>Uniform in ±√(6 / (rows + cols)), for a weight of shape [in, out]: keeps the variance through the layers.</summary>
    /// <remarks>Glorot and Bengio, AISTATS 2010, equation 16.</remarks>
    public static Initial Glorot => new(Kind.Glorot);

    /// <summary>Normal with standard deviation √(2 / rows), for a weight of shape [in, out] before a ReLU.</summary>
    /// <remarks>He, Zhang, Ren and Sun, ICCV 2015, equation 10.</remarks>
    public static Initial He => new(Kind.He);

    /// <summary>One number everywhere.</summary>
    public static Initial Constant(float value) => new(Kind.Constant, value);

    /// <summary>Normal with mean 0.</summary>
    /// <param name="deviation">Standard deviation.</param>
    public static Initial Normal(float deviation) => new(Kind.Normal, deviation);

    internal void Fill(Parameter parameter, RandomStream random)
    {
        Shape shape = parameter.Shape;
        switch (_kind)
        {
            case Kind.Glorot:
                float bound = MathF.Sqrt(6f / (shape.Rows + shape.Cols));
                random.FillUniform(parameter.Values, -bound, bound);
                break;
            case Kind.He:
                random.FillNormal(parameter.Values, 0, MathF.Sqrt(2f / shape.Rows));
                break;
            case Kind.Normal:
                random.FillNormal(parameter.Values, 0, _number);
                break;
            default:
                parameter.Values.Fill(_number);
                break;
        }
    }

    private enum Kind
    {
        Constant,
        Normal,
        Glorot,
        He,
    }
}
