namespace Winnow.Data;

/// <summary>One dense feature.</summary>
internal sealed unsafe class DenseColumn(Column column, int source, int index, NumberPlan plan) : ValueColumn(source)
{
    private readonly float _missing = (float)plan.OfMissing(column.EffectiveMissing);

    public override void Encode(RecordBlock block, Batch batch, RowMarks marks)
    {
        float* target = batch.DensePointer + index;
        int stride = batch.Layout.Dense;
        bool reject = column.EffectiveMissing == MissingRule.Reject;
        for (int row = 0; row < block.Rows; row++)
        {
            if (NumberCell.TryRead(block, row, Source, marks, out double value))
            {
                target[row * stride] = (float)plan.Apply(value);
                continue;
            }
            target[row * stride] = _missing;
            if (reject) marks.Add(block, row, Source, RowFault.MissingValue);
        }
    }
}
