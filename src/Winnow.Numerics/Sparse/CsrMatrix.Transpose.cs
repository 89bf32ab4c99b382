namespace Winnow.Numerics;

public sealed partial class CsrMatrix
{
    private const int EntriesWorthAThread = 1 << 17;

    /// <summary>The transpose: columns become rows. O(entries), rows stay in ascending order.</summary>
    /// <param name="team">The threads that share the work; null: the caller alone. The result is the same.</param>
    public CsrMatrix Transpose(WorkerTeam? team = null)
    {
        int blocks = Blocks(team, Entries);
        TransposeJob job = new()
        {
            Matrix = this,
            Bounds = RowBlocks(blocks),
            Next = new int[blocks][],
            Columns = new int[Entries],
            Values = _values is null ? null : new float[Entries],
        };
        (team ?? WorkerTeam.Single).Run(ref job, blocks);
        int[] starts = StackCounts(job.Next, Cols);
        job.Scatter = true;
        (team ?? WorkerTeam.Single).Run(ref job, blocks);
        return Unchecked(Cols, Rows, starts, job.Columns, job.Values);
    }

    private static int Blocks(WorkerTeam? team, int entries) => team is null ? 1 : Math.Clamp(entries / EntriesWorthAThread, 1, team.Threads);

    /// <summary>Cuts the rows into blocks of about as many entries each.</summary>
    private int[] RowBlocks(int blocks)
    {
        int[] bounds = new int[blocks + 1];
        for (int block = 1; block < blocks; block++)
        {
            int at = Array.BinarySearch(_starts, (int)((long)Entries * block / blocks));
            bounds[block] = Math.Max(bounds[block - 1], Math.Min(at < 0 ? ~at : at, Rows));
        }
        bounds[blocks] = Rows;
        return bounds;
    }

    /// <summary>Turns the counts of each block into the place where it writes its first entry, block after block inside a bin.</summary>
    private static int[] StackCounts(int[][] counts, int bins)
    {
        int[] starts = new int[bins + 1];
        int at = 0;
        for (int bin = 0; bin < bins; bin++)
        {
            starts[bin] = at;
            foreach (int[] block in counts)
            {
                int count = block[bin];
                block[bin] = at;
                at += count;
            }
        }
        starts[bins] = at;
        return starts;
    }

    /// <summary>First counts the columns of a block of rows, then puts its entries where they belong.</summary>
    private struct TransposeJob : IParallelJob
    {
        internal CsrMatrix Matrix;
        internal int[] Bounds;
        internal int[][] Next;
        internal int[] Columns;
        internal float[]? Values;
        internal bool Scatter;

        public readonly void Run(int block)
        {
            int[] starts = Matrix._starts, columns = Matrix._columns;
            if (!Scatter)
            {
                int[] counts = Next[block] = new int[Matrix.Cols];
                for (int i = starts[Bounds[block]]; i < starts[Bounds[block + 1]]; i++) counts[columns[i]]++;
                return;
            }
            int[] next = Next[block];
            for (int row = Bounds[block]; row < Bounds[block + 1]; row++)
            {
                for (int i = starts[row]; i < starts[row + 1]; i++)
                {
                    int at = next[columns[i]]++;
                    Columns[at] = row;
                    if (Values is not null) Values[at] = Matrix._values![i];
                }
            }
        }
    }
}
