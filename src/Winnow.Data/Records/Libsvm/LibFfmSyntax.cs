namespace Winnow.Data;

/// <summary><c>label field:index:value …</c>: field k is the k-th column behind the label (from 0), a list with weights.</summary>
/// <param name="fields">Names of the columns behind the label.</param>
internal sealed unsafe class LibFfmSyntax(IReadOnlyList<string> fields) : LineSyntax([LibSvmSyntax.Label, .. fields])
{
    protected override void ParseLine(RecordBlock block, int start, int end, int line)
    {
        TokenReader token = new(block.Text, start, end);
        if (!token.Next()) return;
        RecordCell* row = block.RoomForMissingRow();
        row[0] = new RecordCell(token.Start, token.End - token.Start);
        int firstItem = block.ItemsUsed, lastColumn = 0;
        bool grouped = true;
        while (token.Next())
        {
            int colon = token.Colon(token.Start), column = ColumnOf(block.Text, token.Start, colon);
            RowFault? fault = column < 0 ? RowFault.MalformedToken
                : column >= Columns.Count ? RowFault.FieldOutOfRange
                : WeightedToken.Add(block, colon + 1, token.Colon(colon + 1), token.End);
            if (fault is not null)
            {
                block.Faults.Add(line, Math.Max(column, 0), fault.Value);
                block.DropItems(firstItem);
                return;
            }
            RecordCell cell = row[column];
            row[column] = cell.IsMissing ? RecordCell.List(block.ItemsUsed - 1, 1) : RecordCell.List(cell.Start, cell.ItemCount + 1);
            grouped &= cell.IsMissing || column == lastColumn;
            lastColumn = column;
        }
        if (!grouped) Group(block, row, firstItem, new TokenReader(block.Text, start, end));
        block.CommitRow(line);
    }

    /// <summary>Brings the items of a line into the order of their columns, so that each list lies in one piece; the order within
    /// a column stays. The cells hold the counts.</summary>
    private void Group(RecordBlock block, RecordCell* row, int firstItem, TokenReader token)
    {
        int count = block.ItemsUsed - firstItem, next = firstItem;
        for (int c = 1; c < Columns.Count; c++)
        {
            if (row[c].IsMissing) continue;
            int length = row[c].ItemCount;
            row[c] = RecordCell.List(next, 0);
            next += length;
        }
        RecordItem* sorted = block.RoomForItems(count), items = block.Items + firstItem;
        token.Next();
        for (int i = 0; i < count; i++)
        {
            token.Next();
            int column = ColumnOf(block.Text, token.Start, token.Colon(token.Start));
            sorted[row[column].Start - firstItem + row[column].ItemCount] = items[i];
            row[column] = RecordCell.List(row[column].Start, row[column].ItemCount + 1);
        }
        new Span<RecordItem>(sorted, count).CopyTo(new Span<RecordItem>(items, count));
    }

    /// <summary>The column of a field number, −1 if it is none.</summary>
    private static int ColumnOf(byte* text, int start, int colon)
    {
        int field = 0;
        if (colon <= start || colon - start > 7) return -1;
        for (int i = start; i < colon; i++)
        {
            uint digit = text[i] - (uint)'0';
            if (digit > 9) return -1;
            field = field * 10 + (int)digit;
        }
        return field + 1;
    }
}
