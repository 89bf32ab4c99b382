namespace Winnow.Numerics.Tests;

public sealed class BceWithLogitsTests
{
    private static readonly float[] s_labels = [.. Enumerable.Range(0, 37).Select(i => (i % 5) / 4f)];
    private static readonly float[] s_weights = [.. Enumerable.Range(0, 37).Select(i => i % 4 * 0.75f)];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void BceWithLogits_SoftLabels_MatchesReference(bool weighted)
    {
        float[] weights = weighted ? s_weights : [];
        GradientCheck.Run(
            [Matrix.Random(new Random(3), 37, 1, 3)],
            z => Matrix.From(1, 1, (_, _) => Reference(z[0], weights)),
            (tape, z) => tape.BceWithLogits(z[0], s_labels, weights),
            magnitude: 5 * 12);
    }

    [Theory]
    [InlineData(0f, 0f, 0.6931472f, 0.5f)]
    [InlineData(100f, 1f, 0f, 0f)]
    [InlineData(100f, 0f, 100f, 1f)]
    [InlineData(-1e30f, 0f, 0f, 0f)]
    [InlineData(-1e30f, 1f, 1e30f, -1f)]
    [InlineData(20f, 1f, 2.0611537e-9f, -2.0611537e-9f)]
    public void BceWithLogits_LargeLogits_StaysExact(float logit, float label, float loss, float slope)
    {
        using TapeFixture fixture = new();
        Tensor z = fixture.Input(new Matrix(1, 1).Map(_ => logit));

        Tensor actual = fixture.Tape.BceWithLogits(z, [label]);
        fixture.Tape.Backward(actual);

        Assert.Equal(loss, actual.Scalar, Math.Max(1e-12f, 4e-7f * loss));
        Assert.Equal(slope, z.Gradient[0, 0], logit == 20 ? 1.2e-7f : 0);       // 1 − σ(20) rounds to a multiple of 2⁻²⁴
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void BceWithLogits_NonFiniteLogit_ShowsInLossAndIsFound(float bad)
    {
        using TapeFixture fixture = new();
        Tensor z = fixture.Input(Matrix.From(40, 1, (r, _) => r == 23 ? bad : r));

        Tensor loss = fixture.Tape.BceWithLogits(z, new float[40]);

        Assert.False(float.IsFinite(loss.Scalar));
        Assert.Equal(23, z.FirstNonFiniteRow);
    }

    [Fact]
    public void FirstNonFiniteRow_AllFinite_IsMinusOne()
    {
        using TapeFixture fixture = new();
        Assert.Equal(-1, fixture.Input(new Matrix(5, 19)).FirstNonFiniteRow);
        Assert.Equal(3, fixture.Input(Matrix.From(5, 19, (r, c) => r == 3 && c == 18 ? double.NegativeInfinity : 1)).FirstNonFiniteRow);
    }

    [Fact]
    public void BceWithLogits_WrongNumberOfLabels_Throws()
    {
        using TapeFixture fixture = new();
        Tensor z = fixture.Input(new Matrix(3, 1));
        Assert.Throws<ArgumentException>(() => fixture.Tape.BceWithLogits(z, [1, 0]));
        Assert.Throws<ArgumentException>(() => fixture.Tape.BceWithLogits(z, [1, 0, 1], [1, 1]));
    }

    private static double Reference(Matrix z, float[] weights)
    {
        double sum = 0, total = 0;
        for (int i = 0; i < z.Rows; i++)
        {
            double p = 1 / (1 + Math.Exp(-z[i, 0])), weight = weights.Length == 0 ? 1 : weights[i];
            sum -= weight * (s_labels[i] * Math.Log(p) + (1 - s_labels[i]) * Math.Log(1 - p));
            total += weight;
        }
        return sum / total;
    }
}
