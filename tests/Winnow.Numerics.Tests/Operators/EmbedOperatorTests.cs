namespace Winnow.Numerics.Tests;

public sealed class EmbedOperatorTests
{
    private const int Rows = 6, Fields = 4, Distinct = 7;

    public static TheoryData<int, bool, bool, bool> Cases => new()
    {
        { 3, false, false, false }, { 8, false, false, false }, { 19, false, false, false },
        { 3, true, false, false }, { 8, true, true, false }, { 5, true, false, true }, { 9, true, true, true },
    };

    [Theory, MemberData(nameof(Cases))]
    public void EmbedFields_AnyPooling_MatchesReference(int dim, bool jagged, bool weighted, bool averaged)
    {
        Matrix dense = Matrix.Random(new Random(2), Rows, 2);
        GatherFixture cells = null!;
        GradientCheck.Run(
            [Matrix.Random(new Random(1), Distinct, dim + 2)],
            x => Matrix.From(Rows, Fields * dim + 2, (r, c) =>
                c < Fields * dim ? cells.Pool(x[0], r * Fields + c / dim, 1 + c % dim) : dense[r, c - Fields * dim]),
            (tape, x) =>
            {
                cells = new GatherFixture(tape, Rows, Fields, Distinct, new Random(3), jagged, weighted, averaged);
                MatrixView right = tape.AllocateMatrix(Rows, 2);
                dense.CopyTo(right);
                return tape.EmbedFields(x[0], cells.Gather, 1, dim, right);
            },
            magnitude: 3 * Rows * Fields * 2 * 4);
    }

    [Theory, MemberData(nameof(Cases))]
    public void EmbedSum_AnyPooling_MatchesReference(int width, bool jagged, bool weighted, bool averaged)
    {
        GatherFixture cells = null!;
        GradientCheck.Run(
            [Matrix.Random(new Random(1), Distinct, width)],
            x => Matrix.From(Rows, 1, (r, _) => Enumerable.Range(r * Fields, Fields).Sum(cell => cells.Pool(x[0], cell, 2))),
            (tape, x) =>
            {
                cells = new GatherFixture(tape, Rows, Fields, Distinct, new Random(3), jagged, weighted, averaged);
                return tape.EmbedSum(x[0], cells.Gather, 2);
            },
            magnitude: 3 * Rows * Fields * 2 * 12);
    }

    [Fact]
    public void Backward_GradientBlockOfTheCaller_IsFilledCompletely()
    {
        using TapeFixture fixture = new();
        MatrixView block = fixture.Tape.AllocateMatrix(Distinct, 6), gradient = fixture.Tape.AllocateMatrix(Distinct, 6);
        Matrix.Random(new Random(1), Distinct, 6).CopyTo(block);
        new Matrix(Distinct, 6).Map(_ => double.NaN).CopyTo(gradient);
        GatherFixture cells = new(fixture.Tape, Rows, Fields, Distinct, new Random(3), jagged: false);
        Tensor x = fixture.Tape.Input(block, gradient);

        Tensor y = fixture.Tape.EmbedFields(x, cells.Gather, 2, 3);
        fixture.Tape.Backward(WeightedSumOperator.Of(y, new Matrix(Rows, Fields * 3).Map(_ => 1)));

        for (int r = 0; r < Distinct; r++)
        {
            float occurrences = OccurrencesOf(cells.Gather, r);
            Assert.Equal([0, 0, occurrences, occurrences, occurrences, 0], gradient.Row(r).ToArray());
        }
    }

    [Fact]
    public void EmbedFields_ColumnsOutsideTheBlock_Throws()
    {
        using TapeFixture fixture = new();
        GatherFixture cells = new(fixture.Tape, Rows, Fields, Distinct, new Random(3), jagged: false);
        Tensor block = fixture.Input(new Matrix(Distinct, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => fixture.Tape.EmbedFields(block, cells.Gather, 2, 3));
        Assert.Throws<ArgumentException>(() => fixture.Tape.EmbedFields(fixture.Input(new Matrix(2, 4)), cells.Gather, 0, 3));
    }

    private static unsafe int OccurrencesOf(EmbeddingGather gather, int row) => gather.DistinctOffsets[row + 1] - gather.DistinctOffsets[row];
}
