namespace Winnow.Numerics.Tests;

/// <summary>Σ c ⊙ x with constant c: the plainest scalar loss, and proof that an operator can be written outside the library.</summary>
internal sealed class WeightedSumOperator : Operator
{
    private Tensor _x;
    private Matrix _weights = null!;

    public static Tensor Of(Tensor x, Matrix weights) => x.Tape.Rent<WeightedSumOperator>().Forward(x, weights);

    public override void Backward()
    {
        MatrixView target = Tape.GradientToWrite(_x, out bool accumulate);
        float upstream = ResultGradient[0, 0];
        for (int r = 0; r < target.Rows; r++)
            for (int c = 0; c < target.Cols; c++)
                target[r, c] = (accumulate ? target[r, c] : 0) + upstream * (float)_weights[r, c];
    }

    private Tensor Forward(Tensor x, Matrix weights)
    {
        (_x, _weights) = (x, weights);
        Tensor sum = Tape.Record(this, new Shape(1, 1), x);
        double total = 0;
        for (int r = 0; r < x.Rows; r++)
            for (int c = 0; c < x.Cols; c++) total += x.Value[r, c] * weights[r, c];
        sum.Value[0, 0] = (float)total;
        return sum;
    }
}
