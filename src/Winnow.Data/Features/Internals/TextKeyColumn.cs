namespace Winnow.Data;

/// <summary>An id feature whose keys come from texts.</summary>
internal sealed unsafe class TextKeyColumn<TKeys>(Column column, int source, ulong salt, TKeys keys) : KeyColumn(column, source, salt)
    where TKeys : struct, IKeySource
{
    public override void EncodeSingle(RecordBlock block, int first, int count, ulong* target, int stride, RowMarks marks)
    {
        ulong* hashes = stackalloc ulong[RecordEncoder.TileRows];
        int columns = block.Columns.Count;
        byte* text = block.Text;
        RecordCell* cells = block.Cells + (long)first * columns + Source;
        for (int i = 0; i < count; i++)
        {
            RecordCell cell = cells[i * columns];
            if (cell.IsList) cell = OnlyItem(block, cell, first + i, marks);
            if (cell.IsMissing) continue;
            hashes[i] = keys.Hash(text + cell.Start, cell.Length);
            keys.Prefetch(hashes[i]);
        }
        for (int i = 0; i < count; i++)
        {
            RecordCell cell = cells[i * columns];
            bool missing = cell.IsMissing || (cell.IsList && cell.ItemCount == 0);
            target[(long)i * stride] = missing ? Missing(block, first + i, marks) : keys.KeyOf(hashes[i]);
        }
    }

    public override void EncodeLists(RecordBlock block, int first, int count, JaggedKeys target, RowMarks marks)
    {
        int most = Column.MaxLength == 0 ? int.MaxValue : Column.MaxLength;
        bool keepLast = Column.Kind == ColumnKind.Sequence;
        for (int row = first; row < first + count; row++)
        {
            long start = target.Keys.Count;
            CellItems items = new(block, block.Cells[(long)row * block.Columns.Count + Source], Column);
            while (items.MoveNext())
            {
                if (!keepLast && target.Keys.Count - start == most) break;
                target.Add(keys.KeyOf(keys.Hash(items.Text, items.Length)), items.Weight);
            }
            if (items.Fault is { } fault) marks.Add(block, row, Source, fault);
            if (target.Keys.Count == start && Missing(block, row, marks) is not FeatureKey.None and ulong key) target.Add(key, 1);
            if (keepLast) target.KeepLast(start, most);
            target.Counts.Add((int)(target.Keys.Count - start));
        }
    }
}
