namespace Winnow.Numerics.Tests;

public sealed class TapeTests
{
    [Fact]
    public void Tensor_AfterReset_SaysThatTheStepIsOver()
    {
        using TapeFixture fixture = new();
        Tensor x = fixture.Input(new Matrix(2, 2));
        fixture.Tape.Reset();
        Assert.False(x.IsValid);
        Assert.Contains("reset", Assert.Throws<InvalidOperationException>(() => x.Value).Message);
        Assert.Throws<InvalidOperationException>(() => default(Tensor).Shape);
    }

    [Fact]
    public void Backward_WithoutAnythingToDifferentiate_Throws()
    {
        using TapeFixture fixture = new();
        Tensor x = fixture.Input(new Matrix(1, 1), needsGradient: false);
        Assert.Throws<InvalidOperationException>(() => fixture.Tape.Backward(x * 2));
        Assert.Throws<InvalidOperationException>(() => fixture.Tape.Backward(fixture.Input(new Matrix(2, 1))));
        Assert.Throws<InvalidOperationException>(() => x.Gradient);
    }

    [Fact]
    public void Add_TensorsOfTwoTapes_Throws()
    {
        using TapeFixture one = new(), other = new();
        Tensor a = one.Input(new Matrix(1, 1)), b = other.Input(new Matrix(1, 1));
        Assert.Throws<ArgumentException>(() => { _ = a + b; });
    }

    [Fact]
    public void Gradient_InputTheLossDoesNotDependOn_IsZero()
    {
        using TapeFixture fixture = new();
        Tensor x = fixture.Input(new Matrix(1, 1)), unused = fixture.Input(new Matrix(2, 3));
        fixture.Tape.Backward(x * 2);
        GradientCheck.AssertClose(new Matrix(2, 3), unused.Gradient, 0, "unused");
    }

    [Fact]
    public void Backward_TwiceForTwoLosses_AddsUpInInputsOnly()
    {
        using TapeFixture fixture = new();
        Tensor x = fixture.Input(new Matrix(1, 1).Map(_ => 3)), y = x * x;
        fixture.Tape.Backward(y);
        Assert.Equal(6, x.Gradient[0, 0]);
        fixture.Tape.Backward(y * 2);
        Assert.Equal(18, x.Gradient[0, 0]);
        Assert.Equal(2, y.Gradient[0, 0]);
    }

    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(2, 1, 0)]
    [InlineData(1, 0, 2)]
    [InlineData(0, 2, 1)]
    public void Columns_WrittenInAnyOrder_FillTheirPartsOfTheGradient(int a, int b, int c)
    {
        using TapeFixture fixture = new();
        Matrix weights = Matrix.Random(new Random(1), 2, 8);
        Tensor x = fixture.Input(new Matrix(2, 8));

        Tensor Part(int third) => WeightedSumOperator.Of(
            fixture.Tape.Columns(x, 2 * third, 2), Matrix.From(2, 2, (r, col) => weights[r, 2 * third + col]));

        fixture.Tape.Backward(Part(a) + Part(b) + Part(c));

        GradientCheck.AssertClose(Matrix.From(2, 8, (r, col) => col < 6 ? weights[r, col] : 0), x.Gradient, 0, "parts");
    }

    [Fact]
    public void Columns_Overlapping_AddUp()
    {
        using TapeFixture fixture = new();
        Tensor x = fixture.Input(new Matrix(1, 6));
        Tensor left = fixture.Tape.Columns(x, 0, 4), right = fixture.Tape.Columns(fixture.Tape.Columns(x, 1, 5), 1, 4);
        Matrix ones = new Matrix(1, 4).Map(_ => 1);

        fixture.Tape.Backward(WeightedSumOperator.Of(left, ones) + WeightedSumOperator.Of(right, ones));

        Assert.Equal([1, 1, 2, 2, 1, 1], x.Gradient.Row(0).ToArray());
        Assert.Equal([2, 2, 1, 1], right.Gradient.Row(0).ToArray());
    }

    [Fact]
    public void Use_SameParameterTwice_IsOneTensorWithTheSumOfGradients()
    {
        using TapeFixture fixture = new();
        using Parameter p = new("p", new Shape(1, 1));
        p.Values[0] = 3;
        Tensor first = fixture.Tape.Use(p), second = fixture.Tape.Use(p);
        fixture.Tape.Backward(first * second);
        Assert.Equal(first, second);
        Assert.Equal(6, p.Gradients[0]);
    }

    [Fact]
    public void RecordsGradients_Off_NothingNeedsAGradient()
    {
        using TapeFixture fixture = new();
        using Parameter p = new("p", new Shape(1, 1));
        fixture.Tape.RecordsGradients = false;
        Tensor y = fixture.Tape.Use(p) * fixture.Input(new Matrix(1, 1));
        Assert.False(y.NeedsGradient);
        Assert.Throws<InvalidOperationException>(() => fixture.Tape.Backward(y));
    }

    [Fact]
    public void Shape_ThreeSizes_IsAMatrixOfRows()
    {
        Shape shape = new(4, 3, 5);
        Assert.Equal((4, 15, 60L, "[4, 3, 5]"), (shape.Rows, shape.Cols, shape.Count, shape.ToString()));
        Assert.Equal(("[7]", "[2, 9]"), (new Shape(7).ToString(), new Shape(2, 9).ToString()));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Shape(1, -1));
    }

    [Fact]
    public void Parameter_WithoutElementsOrName_Throws()
    {
        Assert.Throws<ArgumentException>(() => new Parameter("p", new Shape(0, 3)));
        Assert.Throws<ArgumentException>(() => new Parameter(" ", new Shape(1)));
    }
}
