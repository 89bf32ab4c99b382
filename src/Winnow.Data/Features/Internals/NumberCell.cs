namespace Winnow.Data;

/// <summary>Reads the number in a cell.</summary>
internal static unsafe class NumberCell
{
    /// <summary>The finite number in a cell.</summary>
    /// <returns>False if the value is missing, or is no finite number, in which case the row is marked.</returns>
    public static bool TryRead(RecordBlock block, int row, int column, RowMarks marks, out double value)
    {
        RecordCell cell = block.Cells[(long)row * block.Columns.Count + column];
        value = 0;
        if (cell.IsList)
        {
            if (cell.ItemCount == 0) return false;
            RecordItem item = block.Items[cell.Start];
            if (cell.ItemCount > 1) marks.Add(block, row, column, RowFault.UnexpectedList);
            cell = new RecordCell(item.Start, item.Length);
        }
        if (cell.IsMissing) return false;
        if (!NumberText.TryParse(block.Text + cell.Start, cell.Length, out value)) marks.Add(block, row, column, RowFault.NotANumber);
        else if (!float.IsFinite((float)value)) marks.Add(block, row, column, RowFault.NotFinite);
        return true;
    }
}
