namespace Winnow.Numerics;

/// <summary>As <see cref="LargestJob{TSum, TFormula}"/>, for <see cref="EqualElements.AsNumpyPartitions"/>: elements are partitioned in float64, in
/// the order in which they were first touched, with a 0 for every column that was not.</summary>
internal struct NumpyLargestJob<TFormula> : IParallelJob
    where TFormula : struct, IProductFormula
{
    internal CsrMatrix A, B;
    internal double[]? Weights;
    internal int K;
    internal TFormula Formula;
    internal bool SkipDiagonal;
    internal int[] Bounds, Lengths;
    internal (int[] Columns, float[] Values)[] Parts;
    internal IProgress<double>? Progress;
    internal CancellationToken Cancel;
    internal int Done;

    public void Run(int chunk)
    {
        Cancel.ThrowIfCancellationRequested();
        TFormula formula = Formula;
        Scratch scratch = new(B.Cols);
        List<int> columns = [];
        List<float> values = [];
        for (int row = Bounds[chunk]; row < Bounds[chunk + 1]; row++)
        {
            formula.Begin(row);
            int before = columns.Count;
            Take(scratch, AddRows(row, scratch), ref formula, columns, values);
            Lengths[row] = columns.Count - before;
        }
        Parts[chunk] = ([.. columns], [.. values]);
        Progress?.Report(Interlocked.Increment(ref Done) / (double)Parts.Length);
    }

    private readonly int AddRows(int row, Scratch scratch)
    {
        ReadOnlySpan<int> members = A.Row(row);
        ReadOnlySpan<float> memberValues = A.RowValues(row);
        int count = 0;
        for (int i = 0; i < members.Length; i++)
        {
            double weight = (memberValues.IsEmpty ? 1 : memberValues[i]) * (Weights?[members[i]] ?? 1);
            ReadOnlySpan<int> columns = B.Row(members[i]);
            ReadOnlySpan<float> values = B.RowValues(members[i]);
            for (int k = 0; k < columns.Length; k++)
            {
                int column = columns[k];
                if (SkipDiagonal && column == row) continue;
                if (!scratch.IsTouched[column])
                {
                    scratch.IsTouched[column] = true;
                    scratch.Touched[count++] = column;
                }
                scratch.Sums[column] += values.IsEmpty ? weight : weight * values[k];
            }
        }
        return count;
    }

    private readonly void Take(Scratch scratch, int count, ref TFormula formula, List<int> columns, List<float> values)
    {
        if (count == 0) return;
        Array.Clear(scratch.Negated);
        for (int i = 0; i < scratch.Order.Length; i++) scratch.Order[i] = i;
        for (int i = 0; i < count; i++)
        {
            int column = scratch.Touched[i];
            scratch.Negated[i] = -formula.Apply(scratch.Sums[column], column);
            (scratch.Sums[column], scratch.IsTouched[column]) = (0, false);
        }
        int kept = Math.Min(K, count), first = columns.Count;
        NumpyOrder.Partition<double>(scratch.Negated, scratch.Order, kept - 1);
        Span<int> best = scratch.Order.AsSpan(0, kept);
        foreach (ref int place in best) place = scratch.Negated[place] == 0 ? int.MaxValue : scratch.Touched[place];
        best.Sort();
        foreach (int column in best)
            if (column != int.MaxValue) columns.Add(column);
        for (int i = 0; i < count; i++) scratch.Sums[scratch.Touched[i]] = -scratch.Negated[i];
        for (int i = first; i < columns.Count; i++) values.Add((float)scratch.Sums[columns[i]]);
        for (int i = 0; i < count; i++) scratch.Sums[scratch.Touched[i]] = 0;
    }

    /// <summary>What one thread needs for one row after the other.</summary>
    private sealed class Scratch(int columns)
    {
        internal readonly double[] Sums = new double[columns], Negated = new double[columns];
        internal readonly bool[] IsTouched = new bool[columns];
        internal readonly int[] Touched = new int[columns], Order = new int[columns];
    }
}
