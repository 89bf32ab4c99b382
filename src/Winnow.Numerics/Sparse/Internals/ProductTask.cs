namespace Winnow.Numerics;

/// <summary>A sparse product of which the largest elements of each row are wanted, cut into blocks of rows, with room for what is kept.</summary>
internal sealed class ProductTask(CsrMatrix a, CsrMatrix b, double[]? weights, int k, bool skipDiagonal, IProgress<double>? progress, CancellationToken cancel)
{
    private const long BlockWork = 1 << 21;

    private readonly int[] _bounds = WorkBlocks(a, b);
    private readonly int[] _lengths = new int[a.Rows];
    private (int[] Columns, float[] Values)[] _parts = [];
    private int _done;

    internal CsrMatrix A => a;

    internal CsrMatrix B => b;

    internal double[]? Weights => weights;

    internal int K => k;

    internal bool SkipDiagonal => skipDiagonal;

    /// <summary>Runs a job that takes one block a chunk, and joins what it kept.</summary>
    internal CsrMatrix Run<TJob>(ref TJob job, WorkerTeam team) where TJob : struct, IParallelJob
    {
        _parts = new (int[], float[])[_bounds.Length - 1];
        team.Run(ref job, _parts.Length);
        return SparseTopK.Join(a.Rows, b.Cols, _lengths, _parts);
    }

    /// <summary>The rows of a block.</summary>
    internal (int First, int End) Rows(int block)
    {
        cancel.ThrowIfCancellationRequested();
        return (_bounds[block], _bounds[block + 1]);
    }

    /// <summary>Notes how many elements of a row were kept.</summary>
    internal void Keep(int row, int elements) => _lengths[row] = elements;

    /// <summary>Takes the elements that were kept of a block.</summary>
    internal void Finish(int block, List<int> columns, List<float> values)
    {
        _parts[block] = ([.. columns], [.. values]);
        progress?.Report(Interlocked.Increment(ref _done) / (double)_parts.Length);
    }

    /// <summary>Cuts the rows of A into blocks of about the same number of multiplications.</summary>
    private static int[] WorkBlocks(CsrMatrix a, CsrMatrix b)
    {
        List<int> bounds = [0];
        long work = 0;
        for (int row = 0; row < a.Rows; row++)
        {
            foreach (int u in a.Row(row)) work += b.RowLength(u);
            work += b.Cols / 16;
            if (work < BlockWork || row == a.Rows - 1) continue;
            bounds.Add(row + 1);
            work = 0;
        }
        bounds.Add(a.Rows);
        return [.. bounds];
    }
}
