using System.Globalization;

namespace Winnow.Data;

/// <summary>One pass over the examples of a source. A block is a run of events; its rows are made by whoever parses it.</summary>
internal sealed unsafe class ExampleReader(ExampleSource source, ExampleLog log, NegativeItems negatives, int history, int next) : IRecordReader
{
    private const int LongestNumber = 32, FixedColumns = 3;

    private int _next = next;

    public bool Read(RecordBlock block)
    {
        if (_next >= source.Events) return false;
        block.File = source.Name;
        block.IsTooLong = false;
        block.Start = new SourcePosition(0, _next, (long)_next * source.RowsPerEvent + 1);
        _next = Math.Min(source.Events, _next + ExampleSource.EventsPerBlock);
        return true;
    }

    public void Parse(RecordBlock block)
    {
        block.ClearRows();
        block.TextLength = 0;
        int first = (int)block.Start.Offset, end = Math.Min(source.Events, first + ExampleSource.EventsPerBlock);
        Span<int> items = stackalloc int[source.RowsPerEvent];
        Span<RecordCell> userCells = stackalloc RecordCell[log.Users.Names.Count];
        for (int i = first; i < end; i++)
        {
            int e = source.EventNumbers[i];
            items[0] = log.ItemOf(e);
            int rows = 1 + negatives.Draw(log.UserOf(e), e, items[1..]);
            AddEvent(block, e, (i - first) * source.RowsPerEvent, items[..rows], userCells);
        }
    }

    public void Dispose()
    {
        // Nothing is open: rows are made, not read.
    }

    private void AddEvent(RecordBlock block, int e, int line, ReadOnlySpan<int> items, Span<RecordCell> userCells)
    {
        log.Users.CopyTo(log.UserOf(e), block, out RecordCell user, userCells);
        RecordCell taken = AddHistory(block, e);
        RecordCell time = log.HasTimes ? AddTime(block, log.TimeOf(e)) : default;
        int itemColumns = log.Items.Names.Count, columns = block.Columns.Count;
        for (int i = 0; i < items.Length; i++)
        {
            Span<RecordCell> row = new(block.RoomForRow(), columns);
            log.Items.CopyTo(items[i], block, out row[1], row.Slice(FixedColumns, itemColumns));
            (row[0], row[2]) = (user, taken);
            userCells.CopyTo(row[(FixedColumns + itemColumns)..]);
            if (log.HasTimes) row[^2] = time;
            row[^1] = AddLabel(block, line + i, i == 0);
            block.CommitRow(line + i);
        }
    }

    private RecordCell AddHistory(RecordBlock block, int e)
    {
        ReadOnlySpan<int> events = log.HistoryOf(e, source.SameMoment);
        events = events[Math.Max(0, events.Length - history - (source.SameMoment ? 1 : 0))..];
        int first = block.ItemsUsed;
        foreach (int earlier in events)
        {
            if (earlier == e) continue;
            ReadOnlySpan<byte> id = log.Items.Id(log.ItemOf(earlier));
            block.AddItem(EntityCells.Append(block, id), id.Length, 1);
        }
        return RecordCell.List(first, block.ItemsUsed - first);
    }

    private static RecordCell AddTime(RecordBlock block, long time)
    {
        Span<byte> text = stackalloc byte[LongestNumber];
        time.TryFormat(text, out int length, default, CultureInfo.InvariantCulture);
        return new RecordCell(EntityCells.Append(block, text[..length]), length);
    }

    private RecordCell AddLabel(RecordBlock block, int line, bool positive)
    {
        if (source.SoftLabels is not { } labels) return new RecordCell(EntityCells.Append(block, positive ? "1"u8 : "0"u8), 1);
        Span<byte> text = stackalloc byte[LongestNumber];
        labels[block.Start.Line - 1 + line].TryFormat(text, out int length, default, CultureInfo.InvariantCulture);
        return new RecordCell(EntityCells.Append(block, text[..length]), length);
    }
}
