namespace Winnow.Numerics.Tests;

public sealed class SecondOrderTests
{
    [Theory]
    [InlineData(1, 4)]
    [InlineData(2, 1)]
    [InlineData(5, 3)]
    [InlineData(4, 8)]
    [InlineData(3, 19)]
    public void SecondOrder_AnySize_EqualsSumOverPairs(int fields, int dim) => GradientCheck.Run(
        [Matrix.Random(new Random(fields), 3, fields * dim)],
        x => Pairs(x[0], fields, dim),
        (tape, x) => tape.SecondOrder(x[0], fields, dim),
        magnitude: 2 * fields * fields * dim * 1.6 * (fields + 4));

    [Fact]
    public void SecondOrder_FieldsView_KnowsItsFields()
    {
        using TapeFixture fixture = new();
        Matrix x = Matrix.Random(new Random(4), 2, 3 * 4 + 2);
        Tensor fields = fixture.Tape.FieldsView(fixture.Input(x), 1, 3, 4);

        Tensor y = fixture.Tape.SecondOrder(fields);

        Matrix inside = Matrix.From(2, 12, (r, c) => x[r, c + 1]);
        GradientCheck.AssertClose(Pairs(inside, 3, 4), y.Value, 1e-5, "value");
    }

    private static Matrix Pairs(Matrix x, int fields, int dim) => Matrix.From(x.Rows, 1, (r, _) =>
    {
        double sum = 0;
        for (int i = 0; i < fields; i++)
            for (int j = i + 1; j < fields; j++)
                for (int d = 0; d < dim; d++) sum += x[r, i * dim + d] * x[r, j * dim + d];
        return sum;
    });
}
