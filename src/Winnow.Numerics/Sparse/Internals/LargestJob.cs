using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Winnow.Numerics;

/// <summary>Computes a block of rows of a sparse product and keeps the largest elements of each; see <see cref="SparseTopK"/>.</summary>
/// <typeparam name="TSum">Type of the accumulators: <see cref="int"/> where all entries are 1, else <see cref="double"/>.</typeparam>
/// <typeparam name="TFormula">What becomes of an element.</typeparam>
internal readonly unsafe struct LargestJob<TSum, TFormula>(ProductTask task, TFormula formula) : IParallelJob
    where TSum : unmanaged, INumberBase<TSum>
    where TFormula : struct, IProductFormula
{
    private const int DenseFrom = 8;            // a row with more multiplications than columns / 8 is read off from end to end
    private const int PrefetchAhead = 4;

    private CsrMatrix A => task.A;

    private CsrMatrix B => task.B;

    public void Run(int chunk)
    {
        (int first, int end) = task.Rows(chunk);
        TFormula own = formula;
        List<int> columns = new(Math.Min((end - first) * task.K, 1 << 20));
        List<float> values = new(columns.Capacity);
        LargestKeys largest = new(task.K);
        TSum* sums = (TSum*)ThreadScratch.Floats(ScratchUse.SparseSums, (nuint)B.Cols * (nuint)(sizeof(TSum) / sizeof(float)) + 16);
        int* touched = (int*)ThreadScratch.Floats(ScratchUse.SparseTouched, (nuint)B.Cols + 16);
        NativeMemory.Clear(sums, (nuint)B.Cols * (nuint)sizeof(TSum));
        for (int row = first; row < end; row++)
        {
            own.Begin(row);
            if (Work(row) > B.Cols / DenseFrom)
            {
                AddRows(row, sums);
                TakeAll(row, sums, ref own, largest);
            }
            else
            {
                TakeTouched(row, sums, touched, AddRowsTouching(row, sums, touched), ref own, largest);
            }
            task.Keep(row, largest.Drain(columns, values));
        }
        task.Finish(chunk, columns, values);
    }

    private long Work(int row)
    {
        long work = 0;
        foreach (int u in A.Row(row)) work += B.RowLength(u);
        return work;
    }

    private void AddRows(int row, TSum* sums)
    {
        ReadOnlySpan<int> members = A.Row(row), starts = B.Starts;
        ReadOnlySpan<float> weights = A.RowValues(row);
        fixed (int* columns = B.Columns)
        fixed (float* values = B.Values)
        {
            for (int i = 0; i < members.Length; i++)
            {
                if (Sse.IsSupported && i + PrefetchAhead < members.Length) Sse.Prefetch0(columns + starts[members[i + PrefetchAhead]]);
                int from = starts[members[i]], length = starts[members[i] + 1] - from;
                TSum weight = WeightOf(members[i], weights.IsEmpty ? 1 : weights[i]);
                if (values is null) Add(sums, columns + from, length, weight);
                else Add(sums, columns + from, values + from, length, weight);
            }
        }
    }

    private TSum WeightOf(int member, float value) => TSum.CreateTruncating(task.Weights is { } weights ? value * weights[member] : value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(TSum* sums, int* columns, int length, TSum weight)
    {
        int k = 0;
        for (; k <= length - 4; k += 4)
        {
            sums[columns[k]] += weight;
            sums[columns[k + 1]] += weight;
            sums[columns[k + 2]] += weight;
            sums[columns[k + 3]] += weight;
        }
        for (; k < length; k++) sums[columns[k]] += weight;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(TSum* sums, int* columns, float* values, int length, TSum weight)
    {
        for (int k = 0; k < length; k++) sums[columns[k]] += weight * TSum.CreateTruncating(values[k]);
    }

    /// <summary>As <see cref="AddRows"/>, writing down each column that was 0 before; returns how many.</summary>
    private int AddRowsTouching(int row, TSum* sums, int* touched)
    {
        ReadOnlySpan<int> members = A.Row(row);
        ReadOnlySpan<float> weights = A.RowValues(row);
        int count = 0;
        for (int i = 0; i < members.Length; i++)
        {
            TSum weight = WeightOf(members[i], weights.IsEmpty ? 1 : weights[i]);
            ReadOnlySpan<int> columns = B.Row(members[i]);
            ReadOnlySpan<float> values = B.RowValues(members[i]);
            for (int k = 0; k < columns.Length; k++)
            {
                TSum sum = sums[columns[k]];
                if (TSum.IsZero(sum))
                {
                    if (count == B.Cols) count = Distinct(touched, count);      // sums came back to 0 and were written down again
                    touched[count++] = columns[k];
                }
                sums[columns[k]] = sum + (values.IsEmpty ? weight : weight * TSum.CreateTruncating(values[k]));
            }
        }
        return Distinct(touched, count);
    }

    private static int Distinct(int* touched, int count)
    {
        Span<int> all = new(touched, count);
        all.Sort();
        int kept = 0;
        for (int i = 0; i < count; i++)
            if (i == 0 || all[i] != all[i - 1]) all[kept++] = all[i];
        return kept;
    }

    private void TakeTouched(int row, TSum* sums, int* touched, int count, ref TFormula own, LargestKeys largest)
    {
        for (int i = 0; i < count; i++)
        {
            int column = touched[i];
            Take(row, column, sums[column], ref own, largest);
            sums[column] = TSum.Zero;
        }
    }

    private void TakeAll(int row, TSum* sums, ref TFormula own, LargestKeys largest)
    {
        int column = 0, lanes = Vector512<byte>.Count / sizeof(TSum);
        for (; column <= B.Cols - lanes; column += lanes)
        {
            if (Vector512.EqualsAll(Vector512.Load((byte*)(sums + column)), Vector512<byte>.Zero)) continue;
            for (int c = column; c < column + lanes; c++) Take(row, c, sums[c], ref own, largest);
            Vector512<byte>.Zero.Store((byte*)(sums + column));
        }
        for (; column < B.Cols; column++)
        {
            Take(row, column, sums[column], ref own, largest);
            sums[column] = TSum.Zero;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Take(int row, int column, TSum sum, ref TFormula own, LargestKeys largest)
    {
        if (TSum.IsZero(sum) || (task.SkipDiagonal && column == row)) return;
        float value = (float)own.Apply(double.CreateTruncating(sum), column);
        if (value != 0) largest.Add(value, column);
    }
}
