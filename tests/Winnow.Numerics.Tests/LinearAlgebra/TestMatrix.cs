namespace Winnow.Numerics.Tests.LinearAlgebra;

/// <summary>A matrix with gaps between its rows; the gaps hold a mark that nobody may touch or read.</summary>
internal sealed unsafe class TestMatrix : IDisposable
{
    private const float Mark = float.NaN;

    private readonly NativeBuffer<float> _memory;

    internal TestMatrix(int rows, int cols, int gap = 0, int seed = 0)
    {
        _memory = new NativeBuffer<float>((nuint)(rows * (cols + gap)) + 1);
        _memory.Span.Fill(Mark);
        View = new MatrixView(_memory.Pointer + 1, rows, cols, cols + gap);        // off alignment on purpose
        Random random = new(seed);
        for (int r = 0; r < rows; r++)
            for (int c = 0; c < cols; c++) View[r, c] = (float)(random.NextDouble() * 2 - 1);
    }

    internal MatrixView View { get; }

    internal void AssertGapsUntouched()
    {
        Assert.True(float.IsNaN(_memory[0]));
        for (int r = 0; r < View.Rows; r++)
            for (nint c = View.Cols; c < View.Stride; c++) Assert.True(float.IsNaN(View.Data[r * View.Stride + c]));
    }

    internal float[] ToArray()
    {
        float[] values = new float[View.Count];
        for (int r = 0; r < View.Rows; r++) View.Row(r).CopyTo(values.AsSpan(r * View.Cols));
        return values;
    }

    public void Dispose() => _memory.Dispose();
}
