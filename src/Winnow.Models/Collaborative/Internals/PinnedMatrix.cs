using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>A float32 matrix that the collector owns but never moves: kernels may see it, and nobody has to free it.</summary>
internal sealed unsafe class PinnedMatrix
{
    public PinnedMatrix(int rows, int cols)
    {
        (Rows, Cols) = (rows, cols);
        Values = GC.AllocateArray<float>(checked(rows * cols), pinned: true);
    }

    public int Rows { get; }

    public int Cols { get; }

    public float[] Values { get; }

    public MatrixView View => new(Pointer, Rows, Cols);

    private float* Pointer => (float*)System.Runtime.CompilerServices.Unsafe.AsPointer(
        ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(Values));

    /// <summary>A copy of saved numbers.</summary>
    /// <exception cref="InvalidDataException">There are not rows × cols of them.</exception>
    public static PinnedMatrix Of(RecommenderState state, string name, int rows, int cols)
    {
        float[] values = state.Floats(name);
        if (rows < 0 || cols < 0 || values.LongLength != (long)rows * cols)
            throw new InvalidDataException($"Array '{name}' of the saved model has {values.LongLength} numbers; expected {rows} × {cols}.");
        PinnedMatrix matrix = new(rows, cols);
        values.CopyTo(matrix.Values, 0);
        return matrix;
    }

    public Span<float> Row(int row) => Values.AsSpan(row * Cols, Cols);

    public float* RowPointer(int row) => Pointer + (nint)row * Cols;

    public PinnedMatrix Transpose()
    {
        const int Tile = 32;
        PinnedMatrix result = new(Cols, Rows);
        float* from = Pointer, to = result.Pointer;
        for (int row = 0; row < Rows; row += Tile)
            for (int col = 0; col < Cols; col += Tile)
                for (int r = row; r < Math.Min(Rows, row + Tile); r++)
                    for (int c = col; c < Math.Min(Cols, col + Tile); c++) to[(nint)c * Rows + r] = from[(nint)r * Cols + c];
        GC.KeepAlive(this);
        return result;
    }
}
