namespace Winnow.Numerics.Tests;

public sealed class ReductionTests
{
    public static TheoryData<int, int> Shapes => new() { { 1, 1 }, { 3, 5 }, { 2, 17 }, { 5, 8 }, { 70, 1 } };

    [Theory, MemberData(nameof(Shapes))]
    public void Sums_AnyShape_MatchReference(int rows, int cols)
    {
        double terms = 1.3 * rows * cols * 2;
        Matrix[] x = [Matrix.Random(new Random(rows), rows, cols)];
        Matrix Total(Matrix m, double divisor) => Matrix.From(1, 1, (_, _) => m.Values.ToArray().Sum() / divisor);
        Matrix ByRow(Matrix m, double divisor) => Matrix.From(rows, 1, (r, _) => m.Row(r).Sum() / divisor);
        GradientCheck.Run(x, x => Total(x[0], 1), (tape, x) => tape.Sum(x[0]), terms);
        GradientCheck.Run(x, x => Total(x[0], rows * cols), (tape, x) => tape.Mean(x[0]), terms);
        GradientCheck.Run(x, x => ByRow(x[0], 1), (tape, x) => tape.SumRows(x[0]), terms);
        GradientCheck.Run(x, x => ByRow(x[0], cols), (tape, x) => tape.MeanRows(x[0]), terms);
    }

    [Fact]
    public void Concat_ThreePartsOneTwice_MatchesReference()
    {
        Random rng = new(3);
        GradientCheck.Run(
            [Matrix.Random(rng, 4, 3), Matrix.Random(rng, 4, 9)],
            x => Matrix.From(4, 15, (r, c) => c < 3 ? x[0][r, c] : c < 12 ? x[1][r, c - 3] : x[0][r, c - 12]),
            (tape, x) => tape.Concat(x[0], x[1], x[0]),
            magnitude: 8);
    }

    [Fact]
    public void Concat_NothingOrDifferentRows_Throws()
    {
        using TapeFixture fixture = new();
        Assert.Throws<ArgumentException>(() => fixture.Tape.Concat());
        Assert.Throws<ArgumentException>(() => fixture.Tape.Concat(fixture.Input(new Matrix(2, 1)), fixture.Input(new Matrix(3, 1))));
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Softmax_AnyShape_MatchesReference(int rows, int cols) => GradientCheck.Run(
        [Matrix.Random(new Random(rows), rows, cols, 2)], x => Softmax(x[0]), (tape, x) => tape.Softmax(x[0]), magnitude: 2 * 12 * (cols + 2));

    [Fact]
    public void Softmax_HugeAndInfiniteInputs_DoesNotOverflow()
    {
        using TapeFixture fixture = new();
        double[] x = [1e30, 1e30, double.NegativeInfinity, -1e30];
        Tensor y = fixture.Tape.Softmax(fixture.Input(Matrix.From(1, 4, (_, c) => x[c])));
        Assert.Equal([0.5f, 0.5f, 0, 0], y.Value.Row(0).ToArray());
    }

    [Theory]
    [InlineData(3, 2)]
    [InlineData(5, 11)]
    public void CrossEntropy_AnyShape_MatchesReference(int rows, int classes)
    {
        int[] labels = [.. Enumerable.Range(0, rows).Select(r => r * 7 % classes)];
        GradientCheck.Run(
            [Matrix.Random(new Random(rows), rows, classes, 2)],
            x => Matrix.From(1, 1, (_, _) => -Enumerable.Range(0, rows).Sum(r => Math.Log(Softmax(x[0])[r, labels[r]])) / rows),
            (tape, x) => tape.CrossEntropy(x[0], labels),
            magnitude: 5 * 12);
    }

    [Fact]
    public void CrossEntropy_LabelOutsideClasses_Throws()
    {
        using TapeFixture fixture = new();
        Tensor x = fixture.Input(new Matrix(2, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => fixture.Tape.CrossEntropy(x, [0, 3]));
        Assert.Throws<ArgumentException>(() => fixture.Tape.CrossEntropy(x, [0]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void SquaredError_WithAndWithoutWeights_MatchesReference(bool weighted)
    {
        float[] labels = [1, -0.5f, 2, 0, 0.25f], weights = weighted ? [1, 0, 2, 0.5f, 1] : [];
        double total = weighted ? 4.5 : 5;
        GradientCheck.Run(
            [Matrix.Random(new Random(1), 5, 1)],
            x => Matrix.From(1, 1, (_, _) => Enumerable.Range(0, 5).Sum(i => (weighted ? weights[i] : 1) * Math.Pow(x[0][i, 0] - labels[i], 2)) / total),
            (tape, x) => tape.SquaredError(x[0], labels, weights),
            magnitude: 30);
    }

    private static Matrix Softmax(Matrix x) => Matrix.From(x.Rows, x.Cols, (r, c) => Math.Exp(x[r, c]) / x.Row(r).Sum(Math.Exp));
}
