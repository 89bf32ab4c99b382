namespace Winnow.Data;

/// <summary>Turns blocks of records into batches by a fitted plan: the one way from raw values to keys and numbers, for training,
/// scoring and serving alike.</summary>
/// <remarks>Owns scratch memory: one encoder a thread. No managed allocation once warm, unless rows are malformed.</remarks>
public sealed unsafe class RecordEncoder : IDisposable
{
    /// <summary>Rows that are encoded column by column before the next ones: their cells, texts and keys stay in the first-level
    /// cache, and as many look-ups are under way at a time.</summary>
    internal const int TileRows = 32;

    private readonly BatchLayout _layout;
    private readonly KeyColumn[] _keyColumns;
    private readonly ValueColumn[] _valueColumns;
    private readonly MissingTokens _missingTokens;
    private readonly JaggedKeys[] _jagged;
    private readonly RowMarks _marks = new();

    internal RecordEncoder(BatchLayout layout, KeyColumn[] keyColumns, ValueColumn[] valueColumns, MissingTokens missingTokens)
    {
        (_layout, _keyColumns, _valueColumns, _missingTokens) = (layout, keyColumns, valueColumns, missingTokens);
        _jagged = layout.Jagged ? [.. keyColumns.Select(_ => new JaggedKeys())] : [];
    }

    /// <summary>Encodes all rows of a block. Rows whose values are malformed are left out, and noted in the block's faults.</summary>
    /// <param name="block">Records of the columns this encoder was made for. Cells that hold a missing token become missing.</param>
    /// <param name="batch">Filled with the good rows, in order; what it held is gone.</param>
    public void Transform(RecordBlock block, Batch batch)
    {
        ArgumentNullException.ThrowIfNull(block);
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Layout != _layout) throw new ArgumentException("The batch has another layout than the plan; make it with the plan's layout.", nameof(batch));
        _marks.Reset(block.Rows);
        _missingTokens.Apply(block);
        batch.Resize(block.Rows, _layout.Jagged ? 0 : block.Rows * _layout.Features);
        foreach (JaggedKeys keys in _jagged) keys.Clear();
        for (int first = 0; first < block.Rows; first += TileRows) EncodeTile(block, first, Math.Min(TileRows, block.Rows - first), batch);
        if (_layout.Jagged) Interleave(block.Rows, batch);
        if (_marks.Count > 0) batch.RemoveRows(_marks);
    }

    /// <summary>Frees the scratch memory; harmless when repeated.</summary>
    public void Dispose()
    {
        foreach (JaggedKeys keys in _jagged) keys.Dispose();
        _marks.Dispose();
    }

    private void EncodeTile(RecordBlock block, int first, int count, Batch batch)
    {
        for (int f = 0; f < _keyColumns.Length; f++)
        {
            if (_layout.Jagged) EncodeJagged(block, first, count, _keyColumns[f], _jagged[f]);
            else _keyColumns[f].EncodeSingle(block, first, count, batch.KeysPointer + (long)first * _layout.Features + f, _layout.Features, _marks);
        }
        foreach (ValueColumn column in _valueColumns) column.Encode(block, first, count, batch, _marks);
    }

    private void EncodeJagged(RecordBlock block, int first, int count, KeyColumn column, JaggedKeys keys)
    {
        if (column.Column.IsMultiValued) column.EncodeLists(block, first, count, keys, _marks);
        else column.EncodeSingle(block, first, count, keys.AddSingles(count), 1, _marks);
    }

    /// <summary>Brings the keys from feature-major into row-major order.</summary>
    private void Interleave(int rows, Batch batch)
    {
        int features = _keyColumns.Length;
        long occurrences = 0;
        foreach (JaggedKeys keys in _jagged) occurrences += keys.Keys.Count;
        batch.ResizeKeys(checked((int)occurrences));
        int* offsets = batch.OffsetsPointer;
        for (int cell = 0, next = 0; cell < rows * features; cell++)
            offsets[cell + 1] = next += _jagged[cell % features].Counts.Pointer[cell / features];
        for (int f = 0; f < features; f++)
        {
            ulong* keys = _jagged[f].Keys.Pointer;
            float* weights = _jagged[f].Weights.Pointer;
            for (int row = 0; row < rows; row++)
            {
                int to = offsets[row * features + f], count = offsets[row * features + f + 1] - to;
                for (int i = 0; i < count; i++) batch.KeysPointer[to + i] = *keys++;
                for (int i = 0; batch.KeyWeightsPointer is not null && i < count; i++) batch.KeyWeightsPointer[to + i] = weights[i];
                weights += count;
            }
        }
    }
}
