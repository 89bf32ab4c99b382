namespace Winnow.Data;

/// <summary>An id feature whose keys come from texts.</summary>
internal sealed unsafe class TextKeyColumn<TKeys>(Column column, int source, ulong salt, TKeys keys) : KeyColumn(column, source, salt)
    where TKeys : struct, IKeySource
{
    private const int Wave = 32;        // hashes ahead of the look-ups: enough to hide a cache miss, few enough to stay in registers' reach

    public override void EncodeSingle(RecordBlock block, ulong* target, int stride, RowMarks marks)
    {
        ulong* hashes = stackalloc ulong[Wave];
        RecordCell* cells = block.Cells + Source;
        int columns = block.Columns.Count;
        for (int first = 0; first < block.Rows; first += Wave)
        {
            int count = Math.Min(Wave, block.Rows - first);
            for (int i = 0; i < count; i++)
            {
                RecordCell cell = cells[(first + i) * columns];
                if (cell.IsList) cell = OnlyItem(block, cell, first + i, marks);
                if (cell.IsMissing) continue;
                hashes[i] = keys.Hash(block.Text + cell.Start, cell.Length);
                keys.Prefetch(hashes[i]);
            }
            for (int i = 0; i < count; i++)
            {
                RecordCell cell = cells[(first + i) * columns];
                bool missing = cell.IsMissing || (cell.IsList && cell.ItemCount == 0);
                target[(first + i) * stride] = missing ? Missing(block, first + i, marks) : keys.KeyOf(hashes[i]);
            }
        }
    }

    public override void EncodeLists(RecordBlock block, JaggedKeys target, RowMarks marks)
    {
        int most = Column.MaxLength == 0 ? int.MaxValue : Column.MaxLength;
        bool keepLast = Column.Kind == ColumnKind.Sequence;
        for (int row = 0; row < block.Rows; row++)
        {
            long first = target.Keys.Count;
            CellItems items = new(block, block.Cells[row * block.Columns.Count + Source], Column);
            while (items.MoveNext())
            {
                if (!keepLast && target.Keys.Count - first == most) break;
                target.Add(keys.KeyOf(keys.Hash(items.Text, items.Length)), items.Weight);
            }
            if (items.Fault is { } fault) marks.Add(block, row, Source, fault);
            if (target.Keys.Count == first && Missing(block, row, marks) is not FeatureKey.None and ulong key) target.Add(key, 1);
            if (keepLast) target.KeepLast(first, most);
            target.Counts.Add((int)(target.Keys.Count - first));
        }
    }
}
