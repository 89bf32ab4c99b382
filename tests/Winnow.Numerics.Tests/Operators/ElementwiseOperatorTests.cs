namespace Winnow.Numerics.Tests;

public sealed class ElementwiseOperatorTests
{
    private const int Roundings = 12;       // per number of an activation, its slope and the product with the upstream gradient

    public static TheoryData<int, int> Shapes => new() { { 1, 1 }, { 3, 5 }, { 2, 17 }, { 5, 8 }, { 130, 1 } };

    [Theory, MemberData(nameof(Shapes))]
    public void Relu_AnyShape_MatchesReference(int rows, int cols) =>
        CheckUnary(rows, cols, x => Math.Max(x, 0), (tape, x) => tape.Relu(x));

    [Theory, MemberData(nameof(Shapes))]
    public void LeakyRelu_AnyShape_MatchesReference(int rows, int cols) =>
        CheckUnary(rows, cols, x => x > 0 ? x : 0.2f * x, (tape, x) => tape.LeakyRelu(x, 0.2f));

    [Theory, MemberData(nameof(Shapes))]
    public void Sigmoid_AnyShape_MatchesReference(int rows, int cols) =>
        CheckUnary(rows, cols, x => 1 / (1 + Math.Exp(-x)), (tape, x) => tape.Sigmoid(x));

    [Theory, MemberData(nameof(Shapes))]
    public void Tanh_AnyShape_MatchesReference(int rows, int cols) =>
        CheckUnary(rows, cols, Math.Tanh, (tape, x) => tape.Tanh(x));

    [Theory, MemberData(nameof(Shapes))]
    public void Gelu_AnyShape_MatchesReference(int rows, int cols) =>
        CheckUnary(rows, cols, x => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))), (tape, x) => tape.Gelu(x));

    [Theory, MemberData(nameof(Shapes))]
    public void ScalarArithmetic_AnyShape_MatchesReference(int rows, int cols) =>
        CheckUnary(rows, cols, x => 1 - (0.5 * (2 * x + 3) - 0.25), (_, x) => 1 - (0.5f * (x * 2 + 3) - 0.25f));

    [Theory]
    [InlineData(float.NegativeInfinity, 0f)]
    [InlineData(-200f, 0f)]
    [InlineData(0f, 0.5f)]
    [InlineData(200f, 1f)]
    [InlineData(float.PositiveInfinity, 1f)]
    [InlineData(float.NaN, float.NaN)]
    public void Sigmoid_Extremes_ReachesLimits(float x, float expected) => Assert.Equal(expected, Single(x, (t, v) => t.Sigmoid(v)), 1e-30f);

    [Theory]
    [InlineData(float.NegativeInfinity, -1f)]
    [InlineData(1e-20f, 1e-20f)]
    [InlineData(-0.001f, -0.00099999967f)]
    [InlineData(float.PositiveInfinity, 1f)]
    [InlineData(float.NaN, float.NaN)]
    public void Tanh_Extremes_KeepsRelativeAccuracy(float x, float expected) =>
        Assert.Equal(expected, Single(x, (t, v) => t.Tanh(v)), 2.4e-7f * Math.Abs(float.IsNaN(x) ? 1 : expected));

    [Fact]
    public void Relu_NotANumber_StaysVisible() => Assert.True(float.IsNaN(Single(float.NaN, (t, v) => t.Relu(v))));

    [Theory]
    [InlineData(3, 5, 3, 5)]
    [InlineData(3, 17, 1, 17)]
    [InlineData(1, 17, 3, 17)]
    [InlineData(4, 9, 4, 1)]
    [InlineData(4, 1, 4, 9)]
    [InlineData(4, 9, 1, 1)]
    [InlineData(1, 1, 4, 9)]
    [InlineData(4, 1, 1, 9)]
    [InlineData(130, 1, 130, 1)]
    public void BinaryOperators_AnyBroadcast_MatchReference(int rowsA, int colsA, int rowsB, int colsB)
    {
        CheckBinary(rowsA, colsA, rowsB, colsB, (a, b) => a + b, (a, b) => a + b);
        CheckBinary(rowsA, colsA, rowsB, colsB, (a, b) => a - b, (a, b) => a - b);
        CheckBinary(rowsA, colsA, rowsB, colsB, (a, b) => a * b, (a, b) => a * b);
        CheckBinary(rowsA, colsA, rowsB, colsB, (a, b) => a + 0.75 * b, (a, b) => a.Tape.AddScaled(a, b, 0.75f));
    }

    [Fact]
    public void Multiply_ByItself_DoublesTheGradient() => GradientCheck.Run(
        [Matrix.Random(new Random(1), 3, 7)], x => x[0].Map(v => v * v), (_, x) => x[0] * x[0], magnitude: 8);

    [Fact]
    public void Add_ShapesThatDoNotFit_SaysBoth()
    {
        using TapeFixture fixture = new();
        Tensor a = fixture.Input(new Matrix(3, 4)), b = fixture.Input(new Matrix(3, 5));

        ArgumentException error = Assert.Throws<ArgumentException>(() => { _ = a + b; });

        Assert.Contains("[3, 4]", error.Message);
        Assert.Contains("[3, 5]", error.Message);
    }

    private static void CheckUnary(int rows, int cols, Func<double, double> reference, Func<Tape, Tensor, Tensor> op) => GradientCheck.Run(
        [Matrix.Random(new Random(rows * 31 + cols), rows, cols, 2)], x => x[0].Map(reference), (tape, x) => op(tape, x[0]), 5 * Roundings);

    private static void CheckBinary(
        int rowsA, int colsA, int rowsB, int colsB, Func<double, double, double> reference, Func<Tensor, Tensor, Tensor> op)
    {
        Random rng = new(17);
        int rows = Math.Max(rowsA, rowsB), cols = Math.Max(colsA, colsB);
        double largest = 1.25 * 1.25, summed = rows * cols;
        GradientCheck.Run(
            [Matrix.Random(rng, rowsA, colsA), Matrix.Random(rng, rowsB, colsB)],
            x => Matrix.From(rows, cols, (r, c) => reference(x[0][r % rowsA, c % colsA], x[1][r % rowsB, c % colsB])),
            (_, x) => op(x[0], x[1]),
            largest * summed * 3);
    }

    private static float Single(float x, Func<Tape, Tensor, Tensor> op)
    {
        using TapeFixture fixture = new();
        Matrix point = new(1, 1);
        point[0, 0] = x;
        return op(fixture.Tape, fixture.Input(point)).Scalar;
    }
}
