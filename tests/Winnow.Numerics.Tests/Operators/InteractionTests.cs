namespace Winnow.Numerics.Tests;

public sealed class InteractionTests
{
    [Theory]
    [InlineData(1, 4)]
    [InlineData(2, 1)]
    [InlineData(3, 4)]
    [InlineData(4, 7)]
    public void FieldAware_AnySize_EqualsSumOverPairs(int fields, int dim) => GradientCheck.Run(
        [Matrix.Random(new Random(fields), 3, fields * fields * dim)],
        x => Matrix.From(3, 1, (r, _) =>
        {
            double sum = 0;
            for (int i = 0; i < fields; i++)
                for (int j = i + 1; j < fields; j++)
                    for (int d = 0; d < dim; d++) sum += x[0][r, (i * fields + j) * dim + d] * x[0][r, (j * fields + i) * dim + d];
            return sum;
        }),
        (tape, x) => tape.FieldAware(x[0], fields, dim),
        magnitude: fields * fields * dim * 1.6 * (fields * fields * dim + 2));

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(17)]
    public void Cross_FullRank_MatchesReference(int width)
    {
        Random rng = new(width);
        GradientCheck.Run(
            [Matrix.Random(rng, 4, width), Matrix.Random(rng, 4, width), Matrix.Random(rng, width, width), Matrix.Random(rng, 1, width)],
            x => Reference(x[0], x[1], x[1].Times(x[2]).Plus(x[3])),
            (tape, x) => tape.Cross(x[0], x[1], x[2], x[3]),
            magnitude: 2 * (width + 2) * (width + 4));
    }

    [Fact]
    public void Cross_FirstLayer_WhereBothInputsAreOne_MatchesReference()
    {
        Random rng = new(2);
        GradientCheck.Run(
            [Matrix.Random(rng, 4, 6), Matrix.Random(rng, 6, 6), Matrix.Random(rng, 1, 6)],
            x => Reference(x[0], x[0], x[0].Times(x[1]).Plus(x[2])),
            (tape, x) => tape.Cross(x[0], x[0], x[1], x[2]),
            magnitude: 4 * 8 * 10);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Cross_LowRank_MatchesReference(int rank)
    {
        Random rng = new(rank);
        GradientCheck.Run(
            [Matrix.Random(rng, 4, 9), Matrix.Random(rng, 4, 9), Matrix.Random(rng, 9, rank), Matrix.Random(rng, 9, rank), Matrix.Random(rng, 1, 9)],
            x => Reference(x[0], x[1], x[1].Times(x[3]).Times(x[2].Transposed()).Plus(x[4])),
            (tape, x) => tape.Cross(x[0], x[1], x[2], x[3], x[4]),
            magnitude: 4 * 9 * rank * 16);
    }

    [Fact]
    public void Cross_Scoring_NeedsNoProducts()
    {
        using TapeFixture fixture = new();
        fixture.Tape.RecordsGradients = false;
        Random rng = new(4);
        Matrix x = Matrix.Random(rng, 3, 5), w = Matrix.Random(rng, 5, 5), b = Matrix.Random(rng, 1, 5);
        Tensor x0 = fixture.Input(x);

        Tensor y = fixture.Tape.Cross(x0, x0, fixture.Input(w), fixture.Input(b));

        GradientCheck.AssertClose(Reference(x, x, x.Times(w).Plus(b)), y.Value, 1e-5, "value");
        Assert.False(y.NeedsGradient);
    }

    [Fact]
    public void Cross_ShapesThatDoNotFit_Throws()
    {
        using TapeFixture fixture = new();
        Tensor x = fixture.Input(new Matrix(3, 5)), wrong = fixture.Input(new Matrix(4, 5)), bias = fixture.Input(new Matrix(1, 5));
        Assert.Throws<ArgumentException>(() => fixture.Tape.Cross(x, x, wrong, bias));
        Assert.Throws<ArgumentException>(() => fixture.Tape.Cross(x, wrong, fixture.Input(new Matrix(5, 5)), bias));
        Assert.Throws<ArgumentException>(() => fixture.Tape.FieldAware(x, 2, 2));
    }

    private static Matrix Reference(Matrix x0, Matrix xl, Matrix products) =>
        Matrix.From(x0.Rows, x0.Cols, (r, c) => x0[r, c] * products[r, c] + xl[r, c]);
}
