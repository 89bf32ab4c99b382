using System.Buffers.Text;

namespace Winnow.Data;

/// <summary>Lines of ids: a head, if the layout has one, and a list of items, which may carry weights (<c>id:weight</c>).</summary>
/// <param name="hasHead">Whether the first token is the head of the line.</param>
/// <param name="counted">Whether the head is the number of items.</param>
/// <param name="weighted">Whether every item comes with a weight.</param>
/// <param name="pairHeads">Whether parentheses separate too: <c>(user,item) item …</c> has the head user, and its item first in the list.</param>
internal sealed unsafe class ListSyntax(bool hasHead, bool counted, bool weighted = false, bool pairHeads = false) : LineSyntax(["head", "items"])
{
    public const int Head = 0, Items = 1;

    protected override void ParseLine(RecordBlock block, int start, int end, int line)
    {
        RecordCell* row = block.RoomForMissingRow();
        int firstItem = block.ItemsUsed, next = start;
        if (hasHead && NextToken(block.Text, ref next, end, out int head)) row[Head] = new RecordCell(head, next - head);
        while (NextToken(block.Text, ref next, end, out int from))
        {
            if (AddItem(block, from, next) is not { } fault) continue;
            Refuse(block, line, firstItem, fault);
            return;
        }
        int items = block.ItemsUsed - firstItem;
        if (counted && CountFault(block, row[Head], items) is { } wrong)
        {
            Refuse(block, line, firstItem, wrong);
            return;
        }
        row[Items] = RecordCell.List(firstItem, items);
        block.CommitRow(line);
    }

    private RowFault? AddItem(RecordBlock block, int from, int end)
    {
        if (end - from > RecordFile.MaxFieldBytes) return RowFault.FieldTooLong;
        if (!weighted)
        {
            block.AddItem(from, end - from, 1);
            return null;
        }
        int colon = new ReadOnlySpan<byte>(block.Text + from, end - from).IndexOf((byte)':');
        return WeightedToken.Add(block, from, colon < 0 ? -1 : from + colon, end);
    }

    private static RowFault? CountFault(RecordBlock block, RecordCell head, int items)
    {
        ReadOnlySpan<byte> text = new(block.Text + head.Start, Math.Max(0, head.Length));
        if (!Utf8Parser.TryParse(text, out int count, out int used) || used != text.Length) return RowFault.NotANumber;
        return items == count ? null : items < count ? RowFault.TooFewFields : RowFault.TooManyFields;
    }

    private static void Refuse(RecordBlock block, int line, int firstItem, RowFault fault)
    {
        block.Faults.Add(line, Items, fault);
        block.DropItems(firstItem);
    }

    private bool NextToken(byte* text, ref int next, int end, out int from)
    {
        while (next < end && IsSeparator(text[next])) next++;
        from = next;
        while (next < end && !IsSeparator(text[next])) next++;
        return next > from;
    }

    private bool IsSeparator(byte c) => IsSpace(c) || c == (byte)',' || (pairHeads && c is (byte)'(' or (byte)')');
}
