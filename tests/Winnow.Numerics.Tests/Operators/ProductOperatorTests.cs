namespace Winnow.Numerics.Tests;

public sealed class ProductOperatorTests
{
    [Theory]
    [InlineData(Activation.None)]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.LeakyRelu)]
    [InlineData(Activation.Sigmoid)]
    [InlineData(Activation.Tanh)]
    public void Linear_EveryActivation_MatchesReference(Activation activation)
    {
        Random rng = new(5);
        GradientCheck.Run(
            [Matrix.Random(rng, 6, 9), Matrix.Random(rng, 9, 11), Matrix.Random(rng, 1, 11)],
            x => x[0].Times(x[1]).Plus(x[2]).Map(v => Reference(activation, v)),
            (tape, x) => tape.Linear(x[0], x[1], x[2], activation),
            magnitude: 11 * 1.6 * 15);
    }

    [Theory]
    [InlineData(Activation.None)]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.Tanh)]
    public void Linear_OneOutput_MatchesReference(Activation activation)
    {
        Random rng = new(12);
        GradientCheck.Run(
            [Matrix.Random(rng, 21, 37), Matrix.Random(rng, 37, 1), Matrix.Random(rng, 1, 1)],
            x => x[0].Times(x[1]).Plus(x[2]).Map(v => Reference(activation, v)),
            (tape, x) => tape.Linear(x[0], x[1], x[2], activation),
            magnitude: 38 * 1.6 * 40);
    }

    [Fact]
    public void Linear_ActivationWithoutBias_MatchesReference()
    {
        Random rng = new(13);
        GradientCheck.Run(
            [Matrix.Random(rng, 5, 6), Matrix.Random(rng, 6, 9)],
            x => x[0].Times(x[1]).Map(Math.Tanh),
            (tape, x) => tape.Linear(x[0], x[1], default, Activation.Tanh),
            magnitude: 9 * 1.6 * 15);
    }

    [Fact]
    public void Linear_Backward_LeavesTheGradientOfItsResultAlone()
    {
        using TapeFixture fixture = new();
        Random rng = new(14);
        Matrix weights = Matrix.Random(rng, 5, 9);
        Tensor y = fixture.Tape.Linear(
            fixture.Input(Matrix.Random(rng, 5, 6)), fixture.Input(Matrix.Random(rng, 6, 9)), fixture.Input(Matrix.Random(rng, 1, 9)), Activation.Relu);

        fixture.Tape.Backward(WeightedSumOperator.Of(y, weights));

        GradientCheck.AssertClose(weights, y.Gradient, 0, "gradient of the result");
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(5, 32, 1)]
    [InlineData(7, 3, 20)]
    public void Linear_WithoutBias_MatchesReference(int rows, int from, int to)
    {
        Random rng = new(6);
        GradientCheck.Run(
            [Matrix.Random(rng, rows, from), Matrix.Random(rng, from, to)],
            x => x[0].Times(x[1]),
            (tape, x) => tape.Linear(x[0], x[1]),
            magnitude: 32 * 1.6 * 33);
    }

    [Fact]
    public void Linear_Parameters_GetTheirGradientsOnceOrTwice()
    {
        using TapeFixture fixture = new();
        using Parameter weight = new("w", new Shape(3, 2)), bias = new("b", new Shape(1, 2));
        Random rng = new(8);
        Matrix x = Matrix.Random(rng, 4, 3), w = Matrix.Random(rng, 3, 2), ones = new Matrix(4, 2).Map(_ => 1);
        w.CopyTo(weight.Value);

        for (int time = 1; time <= 2; time++)
        {
            Tensor y = fixture.Tape.Linear(fixture.Input(x, needsGradient: false), weight, bias);
            fixture.Tape.Backward(WeightedSumOperator.Of(y, ones));
            fixture.Tape.Reset();

            Matrix expected = x.Transposed().Times(ones).Map(v => v * time);
            GradientCheck.AssertClose(expected, weight.Gradient, 1e-5, "weight");
            GradientCheck.AssertClose(new Matrix(1, 2).Map(_ => 4 * time), bias.Gradient, 0, "bias");
        }
        Assert.True(weight.HasGradient);
        weight.ClearGradient();
        Assert.False(weight.HasGradient);
    }

    [Theory]
    [InlineData(Transpose.No, Transpose.No)]
    [InlineData(Transpose.No, Transpose.Yes)]
    [InlineData(Transpose.Yes, Transpose.No)]
    [InlineData(Transpose.Yes, Transpose.Yes)]
    public void MatMul_EveryTranspose_MatchesReference(Transpose transA, Transpose transB)
    {
        Random rng = new(9);
        Matrix a = Matrix.Random(rng, 4, 6), b = Matrix.Random(rng, 6, 5);
        GradientCheck.Run(
            [transA == Transpose.No ? a : a.Transposed(), transB == Transpose.No ? b : b.Transposed()],
            x => (transA == Transpose.No ? x[0] : x[0].Transposed()).Times(transB == Transpose.No ? x[1] : x[1].Transposed()),
            (tape, x) => tape.MatMul(x[0], x[1], transA, transB),
            magnitude: 6 * 1.6 * 7);
    }

    [Fact]
    public void Linear_InputOfWrongWidth_SaysBothSizes()
    {
        using TapeFixture fixture = new();
        using Parameter weight = new("w", new Shape(3, 2));

        ArgumentException error = Assert.Throws<ArgumentException>(() => fixture.Tape.Linear(fixture.Input(new Matrix(4, 5)), weight));

        Assert.Contains("3 columns", error.Message);
        Assert.Contains("[4, 5]", error.Message);
    }

    private static double Reference(Activation activation, double x) => activation switch
    {
        Activation.Relu => Math.Max(x, 0),
        Activation.LeakyRelu => x > 0 ? x : 0.01f * x,
        Activation.Sigmoid => 1 / (1 + Math.Exp(-x)),
        Activation.Tanh => Math.Tanh(x),
        _ => x,
    };
}
