namespace Winnow.Data;

/// <summary>Makes the keys of one id feature for all rows of a block.</summary>
internal abstract unsafe class KeyColumn(Column column, int source, ulong salt)
{
    /// <summary>The column.</summary>
    public Column Column { get; } = column;

    /// <summary>Index of the column in the block.</summary>
    public int Source { get; } = source;

    private readonly ulong _missingKey = column.EffectiveMissing == MissingRule.Own ? FeatureKey.OfCode(salt, FeatureKey.MissingCode) : FeatureKey.None;

    /// <summary>One key for each of at most <see cref="RecordEncoder.TileRows"/> rows, to <paramref name="target"/>,
    /// <paramref name="target"/> + <paramref name="stride"/>, …</summary>
    public abstract void EncodeSingle(RecordBlock block, int first, int count, ulong* target, int stride, RowMarks marks);

    /// <summary>Any number of keys for each of some rows, appended to <paramref name="target"/>.</summary>
    public abstract void EncodeLists(RecordBlock block, int first, int count, JaggedKeys target, RowMarks marks);

    /// <summary>The key of a missing value, after the rule of the column was applied.</summary>
    protected ulong Missing(RecordBlock block, int row, RowMarks marks)
    {
        if (Column.EffectiveMissing == MissingRule.Reject) marks.Add(block, row, Source, RowFault.MissingValue);
        return _missingKey;
    }

    /// <summary>The one text of a list cell in a column of single values; missing, with a fault noted, if there is not exactly one.</summary>
    protected RecordCell OnlyItem(RecordBlock block, RecordCell cell, int row, RowMarks marks)
    {
        if (cell.ItemCount == 0) return RecordCell.Missing;
        RecordItem item = block.Items[cell.Start];
        if (cell.ItemCount > 1) marks.Add(block, row, Source, RowFault.UnexpectedList);
        else if (item.Weight != 1) marks.Add(block, row, Source, RowFault.UnexpectedWeight);
        return new RecordCell(item.Start, item.Length);
    }
}
