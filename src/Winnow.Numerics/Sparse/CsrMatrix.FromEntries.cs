namespace Winnow.Numerics;

public sealed partial class CsrMatrix
{
    /// <summary>A matrix from entries in any order; of several in one place the last one counts.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="cols">Number of columns.</param>
    /// <param name="rowOf">Row of each entry, shape [n].</param>
    /// <param name="colOf">Column of each entry, shape [n].</param>
    /// <param name="values">Value of each entry, shape [n]; empty: all are 1.</param>
    /// <param name="team">The threads that share the work; null: the caller alone. The result is the same.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a row or column is out of range.</exception>
    /// <remarks>O(n + Σ m log m) over row lengths m; rows that come in order are not sorted. Beside the result it takes 4 bytes a row and
    /// thread, and 4 bytes an entry if there are values.</remarks>
    public static unsafe CsrMatrix FromEntries(
        int rows, int cols, ReadOnlySpan<int> rowOf, ReadOnlySpan<int> colOf, ReadOnlySpan<float> values = default, WorkerTeam? team = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(cols);
        if (rowOf.Length != colOf.Length || (values.Length != 0 && values.Length != rowOf.Length))
            throw new ArgumentException($"{rowOf.Length} rows, {colOf.Length} columns and {values.Length} values came; each entry needs one of each.");
        int blocks = Blocks(team, rowOf.Length);
        fixed (int* rowPointer = rowOf, colPointer = colOf)
        {
            BucketJob job = new()
            {
                RowOf = rowPointer,
                ColOf = colPointer,
                Entries = rowOf.Length,
                Rows = rows,
                Cols = cols,
                Blocks = blocks,
                Next = new int[blocks][],
                Columns = new int[rowOf.Length],
                Entry = values.IsEmpty ? null : new int[rowOf.Length],
            };
            (team ?? WorkerTeam.Single).Run(ref job, blocks);
            int[] starts = StackCounts(job.Next, rows);
            job.Scatter = true;
            (team ?? WorkerTeam.Single).Run(ref job, blocks);
            SortJob sort = new() { Starts = starts, Columns = job.Columns, Entry = job.Entry, Blocks = blocks * 8, Lengths = new int[rows] };
            (team ?? WorkerTeam.Single).Run(ref sort, sort.Blocks);
            return Close(rows, cols, ref sort, values);
        }
    }

    /// <summary>Closes the gaps that repeated entries left, and fetches the values.</summary>
    private static CsrMatrix Close(int rows, int cols, ref SortJob sorted, ReadOnlySpan<float> values)
    {
        int kept = 0;
        for (int row = 0; row < rows; row++)
        {
            int from = sorted.Starts[row], length = sorted.Lengths[row];
            if (from != kept)
            {
                sorted.Columns.AsSpan(from, length).CopyTo(sorted.Columns.AsSpan(kept));
                sorted.Entry?.AsSpan(from, length).CopyTo(sorted.Entry.AsSpan(kept));
            }
            sorted.Starts[row] = kept;
            kept += length;
        }
        sorted.Starts[rows] = kept;
        int[] columns = sorted.Columns;
        Array.Resize(ref columns, kept);
        float[]? keptValues = sorted.Entry is null ? null : new float[kept];
        for (int i = 0; i < (keptValues?.Length ?? 0); i++) keptValues![i] = values[sorted.Entry![i]];
        return Unchecked(rows, cols, sorted.Starts, columns, keptValues);
    }

    /// <summary>First counts the rows of a block of entries, then puts each entry into its row; the order of coming is kept.</summary>
    private unsafe struct BucketJob : IParallelJob
    {
        internal int* RowOf, ColOf;
        internal int Entries, Rows, Cols, Blocks;
        internal int[][] Next;
        internal int[] Columns;
        internal int[]? Entry;
        internal bool Scatter;

        public readonly void Run(int block)
        {
            int from = (int)((long)Entries * block / Blocks), end = (int)((long)Entries * (block + 1) / Blocks);
            if (!Scatter) Count(block, from, end);
            else Put(Next[block], from, end);
        }

        private readonly void Count(int block, int from, int end)
        {
            int[] counts = Next[block] = new int[Rows];
            for (int i = from; i < end; i++)
            {
                if ((uint)RowOf[i] >= (uint)Rows || (uint)ColOf[i] >= (uint)Cols)
                    throw new ArgumentException($"Entry {i} lies at ({RowOf[i]}, {ColOf[i]}), outside of {Rows} × {Cols}.");
                counts[RowOf[i]]++;
            }
        }

        private readonly void Put(int[] next, int from, int end)
        {
            for (int i = from; i < end; i++)
            {
                int at = next[RowOf[i]]++;
                Columns[at] = ColOf[i];
                if (Entry is not null) Entry[at] = i;
            }
        }
    }

    /// <summary>Sorts the rows of a block and keeps the last of equal columns.</summary>
    private struct SortJob : IParallelJob
    {
        internal int[] Starts, Columns, Lengths;
        internal int[]? Entry;
        internal int Blocks;

        public readonly void Run(int block)
        {
            int rows = Lengths.Length, end = (int)((long)rows * (block + 1) / Blocks);
            for (int row = (int)((long)rows * block / Blocks); row < end; row++)
            {
                Span<int> columns = Columns.AsSpan(Starts[row], Starts[row + 1] - Starts[row]);
                Span<int> entry = Entry is null ? default : Entry.AsSpan(Starts[row], columns.Length);
                Lengths[row] = Ascends(columns) ? columns.Length : SortRow(columns, entry);
            }
        }

        private static bool Ascends(ReadOnlySpan<int> columns)
        {
            for (int i = 1; i < columns.Length; i++)
                if (columns[i] <= columns[i - 1]) return false;
            return true;
        }

        /// <summary>By column; of equal columns the entry with the highest number stays. Returns how many are left.</summary>
        private static int SortRow(Span<int> columns, Span<int> entry)
        {
            if (entry.IsEmpty) columns.Sort();
            else columns.Sort(entry);
            int kept = 0;
            for (int i = 0; i < columns.Length;)
            {
                int first = i, column = columns[i];
                while (i < columns.Length && columns[i] == column) i++;
                if (!entry.IsEmpty) entry[kept] = Max(entry[first..i]);
                columns[kept++] = column;
            }
            return kept;
        }

        private static int Max(ReadOnlySpan<int> numbers)
        {
            int max = numbers[0];
            foreach (int number in numbers) max = Math.Max(max, number);
            return max;
        }
    }
}
