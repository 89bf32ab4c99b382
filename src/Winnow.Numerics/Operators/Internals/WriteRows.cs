namespace Winnow.Numerics;

/// <summary>To = From (+ To), row by row.</summary>
internal unsafe struct WriteRows : IRowKernel
{
    public MatrixView From, To;
    public bool Add;

    public readonly void Run(int chunk, int first, int end)
    {
        for (int r = first; r < end; r++) RowMath.Write(From.RowPointer(r), To.RowPointer(r), To.Cols, Add);
    }
}
