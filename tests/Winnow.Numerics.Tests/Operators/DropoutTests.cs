namespace Winnow.Numerics.Tests;

public sealed class DropoutTests
{
    [Fact]
    public void Dropout_Scoring_ReturnsItsInput()
    {
        using TapeFixture fixture = new();
        Tensor x = fixture.Input(new Matrix(2, 3));
        Assert.Equal(x, fixture.Tape.Dropout(x, 0.5f));
    }

    [Fact]
    public void Dropout_Training_DropsTheRateKeepsTheMeanAndMasksTheGradient()
    {
        const int Rows = 200, Cols = 50;
        const float Rate = 0.3f;
        using TapeFixture fixture = new();
        fixture.Tape.Training = true;
        Tensor x = fixture.Input(new Matrix(Rows, Cols).Map(_ => 1));

        Tensor y = fixture.Tape.Dropout(x, Rate);
        fixture.Tape.Backward(WeightedSumOperator.Of(y, new Matrix(Rows, Cols).Map(_ => 2)));

        int dropped = 0;
        for (int r = 0; r < Rows; r++)
        {
            for (int c = 0; c < Cols; c++)
            {
                if (y.Value[r, c] == 0) dropped++;
                else Assert.Equal(1 / (1 - Rate), y.Value[r, c]);
                Assert.Equal(2 * y.Value[r, c], x.Gradient[r, c]);
            }
        }
        double deviation = Math.Sqrt(Rows * Cols * Rate * (1 - Rate));
        Assert.InRange(dropped, Rows * Cols * Rate - 4 * deviation, Rows * Cols * Rate + 4 * deviation);
    }

    [Fact]
    public void Dropout_TwiceInOneStep_DropsDifferentElementsAndRepeatsAfterReset()
    {
        using TapeFixture fixture = new();
        fixture.Tape.Training = true;

        (float[] First, float[] Second) Draw()
        {
            Tensor x = fixture.Input(new Matrix(1, 64).Map(_ => 1));
            float[] first = fixture.Tape.Dropout(x, 0.5f).Value.Row(0).ToArray();
            float[] second = fixture.Tape.Dropout(x, 0.5f).Value.Row(0).ToArray();
            fixture.Tape.Reset();
            return (first, second);
        }

        (float[] First, float[] Second) once = Draw(), again = Draw();
        Assert.NotEqual(once.First, once.Second);
        Assert.Equal(once.First, again.First);
        Assert.Equal(once.Second, again.Second);
    }

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(1f)]
    [InlineData(float.NaN)]
    public void Dropout_RateOutsideRange_Throws(float rate)
    {
        using TapeFixture fixture = new();
        Tensor x = fixture.Input(new Matrix(1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => fixture.Tape.Dropout(x, rate));
    }
}
