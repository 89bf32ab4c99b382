namespace Winnow.Data;

/// <summary><c>label index:value …</c> as one list column with weights, and <c>qid:group</c> where a column asks for it.</summary>
internal sealed unsafe class LibSvmSyntax(bool hasQuery)
    : LineSyntax(hasQuery ? [Label, Query, Features] : [Label, Features])
{
    public const string Label = "label", Query = "qid", Features = "features";

    private static ReadOnlySpan<byte> Prefix => "qid:"u8;

    protected override void ParseLine(RecordBlock block, int start, int end, int line)
    {
        TokenReader token = new(block.Text, start, end);
        if (!token.Next()) return;
        RecordCell* row = block.RoomForMissingRow();
        row[0] = new RecordCell(token.Start, token.End - token.Start);
        int firstItem = block.ItemsUsed, list = Columns.Count - 1;
        while (token.Next())
        {
            if (hasQuery && row[1].IsMissing && IsQuery(block.Text, token))
            {
                row[1] = new RecordCell(token.Start + Prefix.Length, token.End - token.Start - Prefix.Length);
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

    private static bool IsQuery(byte* text, TokenReader token)
    {
        ReadOnlySpan<byte> all = new(text + token.Start, token.End - token.Start);
        return all.Length > Prefix.Length && all.Length <= RecordFile.MaxFieldBytes && all.StartsWith(Prefix);
    }
}
