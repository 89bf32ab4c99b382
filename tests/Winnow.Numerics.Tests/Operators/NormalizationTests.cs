namespace Winnow.Numerics.Tests;

public sealed class NormalizationTests
{
    // The data have a variance of about 0.5, so 1/√σ² ≤ 2; up to 9 terms, each through about 10 roundings.
    private const double Magnitude = 9 * 4 * 10;

    public static TheoryData<int, int> Shapes => new() { { 4, 1 }, { 5, 3 }, { 9, 8 }, { 6, 19 } };

    [Theory, MemberData(nameof(Shapes))]
    public void BatchNorm_Training_MatchesReference(int rows, int cols)
    {
        using BatchStatistics state = new("norm", cols);
        FillAffine(state);
        GradientCheck.Run(
            [Matrix.Random(new Random(3), rows, cols)],
            x => Affine(state, Normalize(x[0], Means(x[0]), Variances(x[0]))),
            (tape, x) => Train(tape, () => tape.BatchNorm(x[0], state)),
            Magnitude);
    }

    [Theory, MemberData(nameof(Shapes))]
    public void BatchNorm_Scoring_UsesRunningStatistics(int rows, int cols)
    {
        using BatchStatistics state = new("norm", cols);
        FillAffine(state);
        Matrix mean = Matrix.Random(new Random(4), 1, cols), variance = Matrix.Random(new Random(5), 1, cols).Map(v => v * v + 0.5);
        mean.CopyTo(state.RunningMean.Value);
        variance.CopyTo(state.RunningVariance.Value);
        GradientCheck.Run(
            [Matrix.Random(new Random(3), rows, cols)],
            x => Affine(state, Normalize(x[0], mean, variance)),
            (tape, x) => tape.BatchNorm(x[0], state),
            Magnitude);
    }

    [Fact]
    public void BatchNorm_Training_GainAndBiasGetTheirGradients()
    {
        using TapeFixture fixture = new();
        using BatchStatistics state = new("norm", 3);
        FillAffine(state);
        Matrix x = Matrix.Random(new Random(3), 6, 3), weights = Matrix.Random(new Random(4), 6, 3);
        Matrix normal = Normalize(x, Means(x), Variances(x));

        Tensor y = Train(fixture.Tape, () => fixture.Tape.BatchNorm(fixture.Input(x), state));
        fixture.Tape.Backward(WeightedSumOperator.Of(y, weights));

        double tolerance = Magnitude * Math.Pow(2, -24);
        GradientCheck.AssertClose(ColumnSums(weights), state.Bias!.Gradient, tolerance, "bias");
        GradientCheck.AssertClose(ColumnSums(Matrix.From(6, 3, (r, c) => weights[r, c] * normal[r, c])), state.Gain!.Gradient, tolerance, "gain");
    }

    [Fact]
    public void BatchNorm_Training_RunningStatisticsMoveByTheMomentum()
    {
        using TapeFixture fixture = new();
        using BatchStatistics state = new("norm", 4) { Momentum = 0.25f };
        Matrix x = Matrix.Random(new Random(3), 7, 4);

        Train(fixture.Tape, () => fixture.Tape.BatchNorm(fixture.Input(x), state));

        GradientCheck.AssertClose(Means(x).Map(m => 0.25 * m), state.RunningMean.Value, 1e-6, "mean");
        GradientCheck.AssertClose(Variances(x).Map(v => 0.75 + 0.25 * v * 7 / 6), state.RunningVariance.Value, 1e-6, "variance");
        Assert.False(state.RunningMean.HasGradient);
        Assert.Equal(["norm.gain", "norm.bias", "norm.mean", "norm.variance"], state.Parameters.Select(p => p.Name));
    }

    [Theory, MemberData(nameof(Shapes))]
    public void LayerNorm_AnyShape_MatchesReference(int rows, int cols)
    {
        Random rng = new(6);
        GradientCheck.Run(
            [Matrix.Random(rng, rows, cols + 2), Matrix.Random(rng, 1, cols + 2), Matrix.Random(rng, 1, cols + 2)],
            x =>
            {
                Matrix rowsAsCols = x[0].Transposed();
                Matrix normal = Normalize(rowsAsCols, Means(rowsAsCols), Variances(rowsAsCols)).Transposed();
                return Matrix.From(rows, cols + 2, (r, c) => normal[r, c] * x[1][0, c] + x[2][0, c]);
            },
            (tape, x) => tape.LayerNorm(x[0], x[1], x[2]),
            Magnitude * 2);
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Prelu_AnyShape_MatchesReference(int rows, int cols)
    {
        Random rng = new(7);
        GradientCheck.Run(
            [Matrix.Random(rng, rows, cols), Matrix.Random(rng, 1, cols)],
            x => Matrix.From(rows, cols, (r, c) => x[0][r, c] > 0 ? x[0][r, c] : x[1][0, c] * x[0][r, c]),
            (tape, x) => tape.Prelu(x[0], x[1]),
            magnitude: 9 * 1.6 * 10);
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Dice_Training_MatchesReference(int rows, int cols)
    {
        Random rng = new(8);
        using BatchStatistics state = new("dice", cols, affine: false);
        GradientCheck.Run(
            [Matrix.Random(rng, rows, cols), Matrix.Random(rng, 1, cols)],
            x =>
            {
                Matrix normal = Normalize(x[0], Means(x[0]), Variances(x[0]));
                return Matrix.From(rows, cols, (r, c) =>
                {
                    double p = 1 / (1 + Math.Exp(-normal[r, c]));
                    return p * x[0][r, c] + (1 - p) * x[1][0, c] * x[0][r, c];
                });
            },
            (tape, x) => Train(tape, () => tape.Dice(x[0], x[1], state)),
            Magnitude * 2);
    }

    private static Tensor Train(Tape tape, Func<Tensor> op)
    {
        tape.Training = true;
        return op();
    }

    private static void FillAffine(BatchStatistics state)
    {
        for (int c = 0; c < state.Gain!.Values.Length; c++) (state.Gain.Values[c], state.Bias!.Values[c]) = (0.5f + c % 3 * 0.5f, c % 5 * 0.25f);
    }

    private static Matrix Affine(BatchStatistics state, Matrix x) => Matrix.From(x.Rows, x.Cols, (r, c) =>
        (double)state.Gain!.Value[0, c] * x[r, c] + state.Bias!.Value[0, c]);

    private static Matrix Normalize(Matrix x, Matrix mean, Matrix variance) => Matrix.From(x.Rows, x.Cols, (r, c) =>
        (x[r, c] - mean[0, c]) / Math.Sqrt(variance[0, c] + 1e-5f));

    private static Matrix ColumnSums(Matrix x) => Matrix.From(1, x.Cols, (_, c) => Enumerable.Range(0, x.Rows).Sum(r => x[r, c]));

    private static Matrix Means(Matrix x) => ColumnSums(x).Map(v => v / x.Rows);

    private static Matrix Variances(Matrix x)
    {
        Matrix mean = Means(x);
        return Means(Matrix.From(x.Rows, x.Cols, (r, c) => (x[r, c] - mean[0, c]) * (x[r, c] - mean[0, c])));
    }
}
