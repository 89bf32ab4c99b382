namespace Winnow.Numerics;

/// <summary>As <see cref="LargestJob{TSum, TFormula}"/>, for <see cref="EqualElements.AsNumpyPartitions"/>: elements are partitioned in float64, in
/// the order in which they were first touched, with a 0 for every column that was not.</summary>
internal readonly struct NumpyLargestJob<TFormula>(ProductTask task, TFormula formula) : IParallelJob
    where TFormula : struct, IProductFormula
{
    public void Run(int chunk)
    {
        (int first, int end) = task.Rows(chunk);
        TFormula own = formula;
        Scratch scratch = new(task.B.Cols);
        List<int> columns = [];
        List<float> values = [];
        for (int row = first; row < end; row++)
        {
            own.Begin(row);
            int before = columns.Count;
            Take(scratch, AddRows(row, scratch), ref own, columns, values);
            task.Keep(row, columns.Count - before);
        }
        task.Finish(chunk, columns, values);
    }

    private int AddRows(int row, Scratch scratch)
    {
        ReadOnlySpan<int> members = task.A.Row(row);
        ReadOnlySpan<float> memberValues = task.A.RowValues(row);
        int count = 0;
        for (int i = 0; i < members.Length; i++)
        {
            double weight = (memberValues.IsEmpty ? 1 : memberValues[i]) * (task.Weights?[members[i]] ?? 1);
            ReadOnlySpan<int> columns = task.B.Row(members[i]);
            ReadOnlySpan<float> values = task.B.RowValues(members[i]);
            for (int k = 0; k < columns.Length; k++)
            {
                int column = columns[k];
                if (task.SkipDiagonal && column == row) continue;
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

    private void Take(Scratch scratch, int count, ref TFormula own, List<int> columns, List<float> values)
    {
        if (count == 0) return;
        Array.Clear(scratch.Negated);
        for (int i = 0; i < scratch.Order.Length; i++) scratch.Order[i] = i;
        for (int i = 0; i < count; i++)
        {
            int column = scratch.Touched[i];
            scratch.Negated[i] = -own.Apply(scratch.Sums[column], column);
            (scratch.Sums[column], scratch.IsTouched[column]) = (0, false);
        }
        int kept = Math.Min(task.K, count), first = columns.Count;
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
