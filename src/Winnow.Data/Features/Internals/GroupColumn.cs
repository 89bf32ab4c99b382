namespace Winnow.Data;

/// <summary>The group of the row: a hash of its text, the same in every data set.</summary>
internal sealed unsafe class GroupColumn(int source) : ValueColumn(source)
{
    public override void Encode(RecordBlock block, int first, int count, Batch batch, RowMarks marks)
    {
        Span<ulong> groups = batch.Groups;
        for (int row = first; row < first + count; row++)
        {
            RecordCell cell = block.Cells[(long)row * block.Columns.Count + Source];
            if (cell.IsList && cell.ItemCount == 1) cell = new RecordCell(block.Items[cell.Start].Start, block.Items[cell.Start].Length);
            groups[row] = cell.Length <= 0 ? FeatureKey.None : FeatureKey.OfText(new ReadOnlySpan<byte>(block.Text + cell.Start, cell.Length), 0);
        }
    }
}
