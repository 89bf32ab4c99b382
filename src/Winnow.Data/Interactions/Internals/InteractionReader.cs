using System.Buffers.Text;

namespace Winnow.Data;

/// <summary>Reads files of interactions with one numbering of users and items, so that the parts of a split fit together.</summary>
internal sealed unsafe class InteractionReader(IIdNumbering users, IIdNumbering items, BadRowLog log, int threads)
{
    /// <summary>Rows passed over because they name no user or no item.</summary>
    public long Missing { get; private set; }

    /// <summary>Reads files, in this order, as one.</summary>
    /// <exception cref="BadDataException">A file cannot be read, or has too many malformed rows.</exception>
    /// <exception cref="ArgumentException">A column is not there.</exception>
    public EventColumns Read(IReadOnlyList<TextOrigin> origins, InteractionFormat format)
    {
        EventColumns events = format.Layout == InteractionLayout.Rows ? ReadRows(origins, format) : ReadLists(origins, format.Layout);
        log.Check(atEnd: true);
        if (events.Count > Array.MaxLength)
            throw new BadDataException($"'{origins[0].Name}' holds {events.Count} interactions; at most {Array.MaxLength} fit. Take a part of it.");
        return events;
    }

    private EventColumns ReadRows(IReadOnlyList<TextOrigin> origins, InteractionFormat format)
    {
        RecordFile file = new(origins, schema: null, format.File);
        RowColumns columns = RowColumns.Of(file, format);
        EventColumns events = new(columns.Value >= 0, columns.Time >= 0);
        MissingTokens missing = new(file.Format.MissingTokens, [.. columns.All]);
        ForEachBlock(file, block =>
        {
            missing.Apply(block);
            int good = 0;
            for (int row = 0; row < block.Rows; row++)
                if (AddRow(block, row, columns, format.AllowMissing, events)) good++;
            return good;
        });
        return events;
    }

    private EventColumns ReadLists(IReadOnlyList<TextOrigin> origins, InteractionLayout layout)
    {
        if (layout != InteractionLayout.Lists && origins.Count > 1)
            throw new ArgumentException($"{origins.Count} files came in a layout that names users by the number of their line; give one file.", nameof(origins));
        ListFile file = new(origins, new ListSyntax(hasHead: layout != InteractionLayout.ItemLists, counted: layout == InteractionLayout.CountedLists));
        EventColumns events = new(hasValues: false, hasTimes: false);
        ForEachBlock(file, block =>
        {
            int good = 0;
            for (int row = 0; row < block.Rows; row++)
                if (AddList(block, row, layout == InteractionLayout.Lists, events)) good++;
            return good;
        });
        return events;
    }

    /// <summary>Walks over the blocks of a source; the function returns how many rows of a block were good.</summary>
    private void ForEachBlock(IRecordSource source, Func<RecordBlock, int> read)
    {
        using BlockPipeline pipeline = new(source, threads);
        while (pipeline.Next() is { } slot)
        {
            int good = read(slot.Block);
            slot.Block.Faults.Sort();
            slot.Block.Faults.CopyTo(log, slot.Block);
            log.AddRows(good);
            log.Check(atEnd: false);
        }
    }

    private bool AddRow(RecordBlock block, int row, RowColumns columns, bool allowMissing, EventColumns events)
    {
        ReadOnlySpan<byte> user = block[row, columns.User], item = block[row, columns.Item];
        if (user.IsEmpty || item.IsEmpty)
        {
            int column = user.IsEmpty ? columns.User : columns.Item;
            if (!allowMissing || block.ItemCount(row, column) >= 0)
                return Refuse(block, row, column, block.ItemCount(row, column) >= 0 ? RowFault.UnexpectedList : RowFault.MissingValue);
            Missing++;
            return true;
        }
        float value = 1;
        long time = 0;
        if (columns.Value >= 0 && ValueFault(block.Cell(row, columns.Value), block, out value) is { } wrong) return Refuse(block, row, columns.Value, wrong);
        if (columns.Time >= 0 && !TimeColumn.TryRead(block[row, columns.Time], out time)) return Refuse(block, row, columns.Time, RowFault.BadTime);
        int userIndex = users.IndexOf(user);
        if (userIndex < 0) return Refuse(block, row, columns.User, RowFault.UnknownId);
        int itemIndex = items.IndexOf(item);
        if (itemIndex < 0) return Refuse(block, row, columns.Item, RowFault.UnknownId);
        events.Add(userIndex, itemIndex, value, time);
        return true;
    }

    private bool AddList(RecordBlock block, int row, bool namesUser, EventColumns events)
    {
        int user = namesUser ? users.IndexOf(block[row, ListSyntax.Head]) : IndexOfLine(block.Line(row) - 1);
        if (user < 0) return Refuse(block, row, ListSyntax.Head, RowFault.UnknownId);
        bool good = true;
        for (int i = 0; i < block.ItemCount(row, ListSyntax.Items); i++)
        {
            int item = items.IndexOf(block.ItemText(row, ListSyntax.Items, i));
            if (item >= 0) events.Add(user, item, 1, 0);
            else if (good) good = Refuse(block, row, ListSyntax.Items, RowFault.UnknownId);
        }
        return good;
    }

    private int IndexOfLine(long line)
    {
        Span<byte> text = stackalloc byte[20];
        Utf8Formatter.TryFormat(line, text, out int length);
        return users.IndexOf(text[..length]);
    }

    private static RowFault? ValueFault(RecordCell cell, RecordBlock block, out float value)
    {
        value = 0;
        if (cell.IsMissing) return RowFault.MissingValue;
        if (cell.IsList) return RowFault.UnexpectedList;
        if (!NumberText.TryParse(block.Text + cell.Start, cell.Length, out double number)) return RowFault.NotANumber;
        value = (float)number;
        return float.IsFinite(value) ? null : RowFault.NotFinite;
    }

    private static bool Refuse(RecordBlock block, int row, int column, RowFault fault)
    {
        block.Faults.Add(block.Lines[row], column, fault);
        return false;
    }

    /// <summary>Where the columns of an event lie; −1: there is none.</summary>
    private readonly record struct RowColumns(int User, int Item, int Value, int Time)
    {
        public IEnumerable<int> All => ((int[])[User, Item, Value, Time]).Where(c => c >= 0);

        public static RowColumns Of(RecordFile file, InteractionFormat format) =>
            new(Find(file, format.User, "user"), Find(file, format.Item, "item"), Find(file, format.Value, "value"), Find(file, format.Time, "time"));

        private static int Find(RecordFile file, string? name, string role)
        {
            if (name is null) return -1;
            int column = file.Columns.ToList().IndexOf(name);
            if (column >= 0) return column;
            throw new ArgumentException($"'{file.Name}' has no column '{name}' for the {role}.{NearestName.Hint(name, file.Columns)} "
                + $"It has: {string.Join(", ", file.Columns)}. Name the column in the format.");
        }
    }
}
