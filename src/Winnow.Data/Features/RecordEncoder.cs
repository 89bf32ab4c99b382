namespace Winnow.Data;

/// <summary>Turns blocks of records into batches by a fitted plan: the one way from raw values to keys and numbers, for training,
/// scoring and serving alike.</summary>
/// <remarks>Owns scratch memory: one encoder a thread. No managed allocation once warm, unless rows are malformed.</remarks>
public sealed unsafe class RecordEncoder : IDisposable
{
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
        if (_layout.Jagged) EncodeJagged(block, batch);
        else EncodeFlat(block, batch);
        foreach (ValueColumn column in _valueColumns) column.Encode(block, batch, _marks);
        if (_marks.Count > 0) batch.RemoveRows(_marks);
    }

    /// <summary>Frees the scratch memory; harmless when repeated.</summary>
    public void Dispose()
    {
        foreach (JaggedKeys keys in _jagged) keys.Dispose();
        _marks.Dispose();
    }

    private void EncodeFlat(RecordBlock block, Batch batch)
    {
        int features = _keyColumns.Length;
        batch.Resize(block.Rows, block.Rows * features);
        for (int f = 0; f < features; f++) _keyColumns[f].EncodeSingle(block, batch.KeysPointer + f, features, _marks);
    }

    private void EncodeJagged(RecordBlock block, Batch batch)
    {
        long occurrences = 0;
        for (int f = 0; f < _keyColumns.Length; f++)
        {
            EncodeFeature(block, _keyColumns[f], _jagged[f]);
            occurrences += _jagged[f].Keys.Count;
        }
        batch.Resize(block.Rows, checked((int)occurrences));
        Interleave(block.Rows, batch);
    }

    private void EncodeFeature(RecordBlock block, KeyColumn column, JaggedKeys keys)
    {
        keys.Clear();
        if (column.Column.IsMultiValued)
        {
            column.EncodeLists(block, keys, _marks);
            return;
        }
        column.EncodeSingle(block, keys.Keys.Resize(block.Rows), 1, _marks);
        keys.Counts.Resize(block.Rows);
        keys.Counts.Span.Fill(1);
        keys.Weights.Resize(block.Rows);
        keys.Weights.Span.Fill(1);
    }

    /// <summary>Brings the keys from feature-major into row-major order.</summary>
    private void Interleave(int rows, Batch batch)
    {
        int features = _keyColumns.Length;
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
