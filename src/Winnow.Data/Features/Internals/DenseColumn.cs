namespace Winnow.Data;

/// <summary>One dense feature.</summary>
internal sealed unsafe class DenseColumn(Column column, int source, int index, NumberPlan plan) : ValueColumn(source)
{
    private const int SmallNumbers = 256;

    private readonly float _missing = (float)plan.OfMissing(column.EffectiveMissing);

    /// <summary>What 0, 1, 2 … become: counts are small, and a logarithm is slow.</summary>
    private readonly float[] _small = [.. Enumerable.Range(0, SmallNumbers).Select(x => (float)plan.Apply(x))];

    public override void Encode(RecordBlock block, int first, int count, Batch batch, RowMarks marks)
    {
        float* target = batch.DensePointer + index;
        int stride = batch.Layout.Dense;
        bool reject = column.EffectiveMissing == MissingRule.Reject;
        for (int row = first; row < first + count; row++)
        {
            if (NumberCell.TryRead(block, row, Source, marks, out double value))
            {
                target[(long)row * stride] = Apply(value);
                continue;
            }
            target[(long)row * stride] = _missing;
            if (reject) marks.Add(block, row, Source, RowFault.MissingValue);
        }
    }

    private float Apply(double value)
    {
        int small = (int)value;
        return small == value && (uint)small < SmallNumbers && !double.IsNegative(value) ? _small[small] : (float)plan.Apply(value);
    }
}
