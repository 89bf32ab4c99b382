namespace Winnow.Numerics.Tests;

/// <summary>Compares an operator, value and gradients, with a double-precision reference differentiated numerically.</summary>
internal static class GradientCheck
{
    private const double Step = 1e-5;
    private const double DifferenceError = 1e-8;        // of central differences: Step² |f‴| / 6 + 2⁻⁵² |f| / Step, with room for |f‴|, |f| up to 40

    /// <summary>Checks the operator as it stands, with gradients that are already there, and on views of wider matrices.</summary>
    /// <param name="inputs">Points to differentiate at, exact in float.</param>
    /// <param name="reference">The operator in double precision.</param>
    /// <param name="op">The operator on the tape.</param>
    /// <param name="magnitude">Bound on the sum of the absolute values of all terms that make up one number, value or gradient, times
    /// the number of roundings one term goes through: each rounding costs 2⁻²⁴ of it.</param>
    public static void Run(Matrix[] inputs, Func<Matrix[], Matrix> reference, Func<Tape, Tensor[], Tensor> op, double magnitude)
    {
        Run(inputs, reference, op, magnitude, Way.Plain);
        Run(inputs, reference, op, magnitude, Way.AfterAnotherWriter);
        Run(inputs, reference, op, magnitude, Way.Views);
    }

    /// <summary>d f / d x by central differences.</summary>
    public static Matrix Numeric(Matrix x, Func<double> f) => Matrix.From(x.Rows, x.Cols, (r, c) =>
    {
        double keep = x[r, c], h = Step * Math.Max(1, Math.Abs(keep));
        x[r, c] = keep + h;
        double up = f();
        x[r, c] = keep - h;
        double down = f();
        x[r, c] = keep;
        return (up - down) / (2 * h);
    });

    public static void AssertClose(Matrix expected, MatrixView actual, double tolerance, string what)
    {
        Assert.Equal((expected.Rows, expected.Cols), (actual.Rows, actual.Cols));
        for (int r = 0; r < expected.Rows; r++)
            for (int c = 0; c < expected.Cols; c++)
                Assert.True(Math.Abs(expected[r, c] - actual[r, c]) <= tolerance,
                    $"{what}[{r}, {c}]: tape {actual[r, c]:g9}, reference {expected[r, c]:g9}, tolerance {tolerance:g3}");
    }

    private static void Run(Matrix[] inputs, Func<Matrix[], Matrix> reference, Func<Tape, Tensor[], Tensor> op, double magnitude, Way way)
    {
        using TapeFixture fixture = new();
        Random rng = new(20_261);
        Tensor[] tensors = [.. inputs.Select(x => way == Way.Views ? View(fixture, x) : fixture.Input(x))];
        Tensor y = op(fixture.Tape, tensors);
        Matrix weights = Matrix.Random(rng, y.Rows, y.Cols);
        Tensor loss = WeightedSumOperator.Of(y, weights);
        Matrix[] extra = [.. inputs.Select(x => Matrix.Random(rng, x.Rows, x.Cols))];
        if (way == Way.AfterAnotherWriter)
            for (int i = 0; i < inputs.Length; i++) loss += WeightedSumOperator.Of(tensors[i], extra[i]);

        fixture.Tape.Backward(loss);

        double tolerance = 1.25 * Math.Pow(2, -24) * magnitude + DifferenceError;      // 1.25: the largest weight
        AssertClose(reference(inputs), y.Value, tolerance, $"{way} value");
        for (int i = 0; i < inputs.Length; i++)
        {
            Matrix expected = Numeric(inputs[i], () => weights.Dot(reference(inputs)));
            if (way == Way.AfterAnotherWriter) expected = expected.Plus(extra[i]);
            AssertClose(expected, tensors[i].Gradient, tolerance + 1e-7, $"{way} gradient {i}");
        }
    }

    /// <summary>The matrix as columns 3 … of a wider one.</summary>
    private static Tensor View(TapeFixture fixture, Matrix x)
    {
        Matrix wide = Matrix.From(x.Rows, x.Cols + 5, (r, c) => c >= 3 && c < 3 + x.Cols ? x[r, c - 3] : double.NaN);
        return fixture.Tape.Columns(fixture.Input(wide), 3, x.Cols);
    }

    private enum Way
    {
        Plain,
        AfterAnotherWriter,
        Views,
    }
}
