namespace Winnow.Numerics.Tests.Memory;

public sealed unsafe class MatrixViewTests : IDisposable
{
    private readonly NativeBuffer<float> _memory = new(60);

    public MatrixViewTests()
    {
        for (int i = 0; i < 60; i++) _memory[(nuint)i] = i;
    }

    public void Dispose() => _memory.Dispose();

    private MatrixView Wide => new(_memory.Pointer, 6, 10);

    [Fact]
    public void Parts_RowsAndColumns_ShareTheMemory()
    {
        MatrixView part = Wide.RowRange(2, 3).Columns(4, 5);
        Assert.Equal((3, 5, (nint)10, false), (part.Rows, part.Cols, part.Stride, part.IsContiguous));
        Assert.Equal(24, part[0, 0]);
        Assert.Equal([44f, 45, 46, 47, 48], part.Row(2).ToArray());
        part[1, 1] = -1;
        Assert.Equal(-1, Wide[3, 5]);
    }

    [Fact]
    public void Clear_PartWithGaps_LeavesTheGaps()
    {
        Wide.Columns(3, 4).Clear();
        for (int r = 0; r < 6; r++)
            for (int c = 0; c < 10; c++) Assert.Equal(c is >= 3 and < 7 ? 0 : r * 10 + c, Wide[r, c]);
        Wide.Clear();
        Assert.Equal(-1, _memory.Span.IndexOfAnyExcept(0f));
    }

    [Fact]
    public void CopyTo_OtherStride_CopiesRowByRow()
    {
        using NativeBuffer<float> target = new(20);
        MatrixView copy = new(target.Pointer, 6, 3);
        Wide.Columns(1, 3).CopyTo(copy);
        for (int r = 0; r < 6; r++) Assert.Equal(Wide.Columns(1, 3).Row(r).ToArray(), copy.Row(r).ToArray());
        Assert.Throws<ArgumentException>(() => Wide.CopyTo(copy));
    }

    [Theory]
    [InlineData(0, 3, 3, 3, false)]
    [InlineData(0, 4, 3, 3, true)]
    [InlineData(5, 5, 0, 5, false)]
    [InlineData(5, 5, 0, 6, true)]
    [InlineData(2, 1, 2, 1, true)]
    public void Overlaps_ColumnsOfOneMatrix_AreToldApart(int first, int count, int otherFirst, int otherCount, bool expected)
    {
        MatrixView a = Wide.Columns(first, count), b = Wide.RowRange(1, 5).Columns(otherFirst, otherCount);
        Assert.Equal(expected, a.Overlaps(b));
        Assert.Equal(expected, b.Overlaps(a));
    }

    [Fact]
    public void Overlaps_RowsOfOneMatrix_AreToldApart()
    {
        Assert.False(Wide.RowRange(0, 3).Overlaps(Wide.RowRange(3, 3)));
        Assert.True(Wide.RowRange(0, 4).Overlaps(Wide.RowRange(3, 3)));
        Assert.False(Wide.Overlaps(default));
    }

    [Fact]
    public void Parts_OutsideTheMatrix_Throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Wide.Columns(8, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Wide.Columns(-1, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Wide.RowRange(6, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => { Wide.Row(6); });
        Assert.Throws<ArgumentOutOfRangeException>(() => new MatrixView(null, 2, 3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MatrixView(null, -1, 3));
    }
}
