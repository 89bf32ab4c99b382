using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>d / (‖a‖‖b‖ + h + ε), and the asymmetric form: each has a factor of its own in the denominator.</summary>
internal struct ProductOfNorms(double[] ofNeighbour, double[] ofTarget, double shrink) : IProductFormula
{
    internal const double Epsilon = 1e-6;       // the study's guard against columns that are all zero

    private double _target;

    public void Begin(int row) => _target = ofTarget[row];

    public readonly double Apply(double product, int column) => product / (_target * ofNeighbour[column] + shrink + Epsilon);
}

/// <summary>d / h, or d if h is 0.</summary>
internal readonly struct Plain(double shrink) : IProductFormula
{
    private readonly double _divisor = shrink == 0 ? 1 : shrink;

    public readonly void Begin(int row)
    {
    }

    public readonly double Apply(double product, int column) => product / _divisor;
}

/// <summary>d / (x d + α n_b + β n_a + h + ε): Dice (0, 1, 1), Jaccard (−1, 1, 1), Tversky (1 − α − β, α, β).</summary>
internal struct SetOverlap(double[] sizes, double common, double alpha, double beta, double shrink) : IProductFormula
{
    private double _target;

    public void Begin(int row) => _target = alpha * sizes[row] + shrink + ProductOfNorms.Epsilon;

    public readonly double Apply(double product, int column) => product / (common * product + beta * sizes[column] + _target);
}

/// <summary>A formula whose products still lack a factor of the row and one of the column.</summary>
internal struct Scaled<TFormula>(TFormula formula, double[] scales) : IProductFormula where TFormula : struct, IProductFormula
{
    private TFormula _formula = formula;
    private double _scale;

    public void Begin(int row)
    {
        _scale = scales[row];
        _formula.Begin(row);
    }

    public readonly double Apply(double product, int column) => _formula.Apply(product * _scale * scales[column], column);
}
