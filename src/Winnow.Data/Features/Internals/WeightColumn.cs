namespace Winnow.Data;

/// <summary>The weight of the row.</summary>
internal sealed unsafe class WeightColumn(int source) : ValueColumn(source)
{
    public override void Encode(RecordBlock block, int first, int count, Batch batch, RowMarks marks)
    {
        for (int row = first; row < first + count; row++)
        {
            if (!NumberCell.TryRead(block, row, Source, marks, out double value)) marks.Add(block, row, Source, RowFault.MissingValue);
            else if (value < 0) marks.Add(block, row, Source, RowFault.NegativeWeight);
            batch.WeightsPointer[row] = (float)value;
        }
    }
}
