namespace Winnow.Data;

/// <summary><c>label index:value …</c> as one list column with weights, and <c>qid:group</c> where a column asks for it.</summary>
internal sealed unsafe class LibSvmSyntax(bool hasQuery)
    : LineSyntax(hasQuery ? [Label, Query, Features] : [Label, Features])
{
    public const string Label = "label", Query = "qid", Features = "features";

    protected override void ParseLine(RecordBlock block, int start, int end, int line)
    {
        TokenReader token = new(block.Text, start, end);
        if (!token.Next()) return;
        RecordCell* row = block.RoomForMissingRow();
        row[0] = new RecordCell(token.Start, token.End - token.Start);
        int firstItem = block.ItemsUsed, list = Columns.Count - 1;
        while (token.Next())
        {
            if (hasQuery && row[1].IsMissing && new ReadOnlySpan<byte>(block.Text + token.Start, token.End - token.Start).StartsWith("qid:"u8))
            {
                row[1] = new RecordCell(token.Start + 4, token.End - token.Start - 4);
                continue;
            }
            int colon = token.Colon(token.Start);
            RowFault? fault = WeightedToken.Add(block, token.Start, colon, token.End);
            if (fault is null) continue;
            block.Faults.Add(line, list, fault.Value);
            block.DropItems(firstItem);
            return;
        }
        row[list] = RecordCell.List(firstItem, block.ItemsUsed - firstItem);
        block.CommitRow(line);
    }
}
