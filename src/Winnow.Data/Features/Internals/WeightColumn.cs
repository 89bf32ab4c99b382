namespace Winnow.Data;

/// <summary>The weight of the row.</summary>
internal sealed unsafe class WeightColumn(int source) : ValueColumn(source)
{
    public override void Encode(RecordBlock block, Batch batch, RowMarks marks)
    {
        for (int row = 0; row < block.Rows; row++)
        {
            if (!NumberCell.TryRead(block, row, Source, marks, out double value)) marks.Add(block, row, Source, RowFault.MissingValue);
            else if (value < 0) marks.Add(block, row, Source, RowFault.NegativeWeight);
            batch.WeightsPointer[row] = (float)value;
        }
    }
}
