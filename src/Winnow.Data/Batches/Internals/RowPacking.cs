namespace Winnow.Data;

/// <summary>How one row is packed into 32-bit words: label, weight, group, time, numbers, keys. Keys of a vocabulary or of buckets
/// take one word (their code), hashed keys two.</summary>
internal sealed unsafe class RowPacking
{
    private readonly BatchLayout _layout;
    private readonly ulong[] _salts;
    private readonly bool[] _coded;

    public RowPacking(FeatureSchema schema)
    {
        _layout = schema.Layout;
        _salts = [.. schema.IdFeatures.Select(c => FeatureKey.Salt(c.Table))];
        _coded = [.. schema.IdFeatures.Select(c => c.IsBucketed || c.Encoding == IdEncoding.Vocabulary)];
        HeadWords = 1 + (_layout.HasWeights ? 1 : 0) + (_layout.HasGroups ? 2 : 0) + (_layout.HasTimes ? 2 : 0) + _layout.Dense;
        FlatWords = HeadWords + _coded.Sum(c => c ? 1 : 2);
    }

    /// <summary>Words before the keys.</summary>
    public int HeadWords { get; }

    /// <summary>Words of a row with one key a cell.</summary>
    public int FlatWords { get; }

    /// <summary>Words of one row of a batch.</summary>
    public int WordsOf(Batch batch, int row)
    {
        if (!_layout.Jagged) return FlatWords;
        int words = HeadWords + _layout.Features;
        for (int f = 0; f < _layout.Features; f++) words += batch.Cell(row, f).Length * WordsPerKey(f);
        return words;
    }

    /// <summary>Number of keys of a packed row.</summary>
    public int KeysOf(uint* packed)
    {
        if (!_layout.Jagged) return _layout.Features;
        int keys = 0;
        packed += HeadWords;
        for (int f = 0; f < _layout.Features; f++)
        {
            int count = (int)*packed;
            keys += count;
            packed += 1 + count * WordsPerKey(f);
        }
        return keys;
    }

    public void Pack(Batch batch, int row, uint* to)
    {
        to = PackHead(batch, row, to);
        if (_layout.Jagged) PackLists(batch, row, to);
        else
            for (int f = 0; f < _layout.Features; f++) to = PackKey(batch.KeysPointer[row * _layout.Features + f], f, to);
    }

    /// <summary>Unpacks a row to row <paramref name="row"/> of a batch whose first free key is <paramref name="firstKey"/>.</summary>
    public void Unpack(uint* from, Batch batch, int row, int firstKey)
    {
        from = UnpackHead(from, batch, row);
        ulong* keys = batch.KeysPointer + firstKey;
        if (_layout.Jagged) UnpackLists(from, batch, row, firstKey, keys);
        else
            for (int f = 0; f < _layout.Features; f++) from = UnpackKey(from, f, keys++);
    }

    private int WordsPerKey(int feature) => (_coded[feature] ? 1 : 2) + (_layout.HasKeyWeights ? 1 : 0);

    private uint* PackHead(Batch batch, int row, uint* to)
    {
        *(float*)to++ = batch.LabelsPointer[row];
        if (_layout.HasWeights) *(float*)to++ = batch.WeightsPointer[row];
        if (_layout.HasGroups) to = PackWide(batch.Groups[row], to);
        if (_layout.HasTimes) to = PackWide((ulong)batch.Times[row], to);
        for (int d = 0; d < _layout.Dense; d++) *(float*)to++ = batch.DensePointer[row * _layout.Dense + d];
        return to;
    }

    private uint* UnpackHead(uint* from, Batch batch, int row)
    {
        batch.LabelsPointer[row] = *(float*)from++;
        if (_layout.HasWeights) batch.WeightsPointer[row] = *(float*)from++;
        if (_layout.HasGroups) batch.Groups[row] = Wide(ref from);
        if (_layout.HasTimes) batch.Times[row] = (long)Wide(ref from);
        for (int d = 0; d < _layout.Dense; d++) batch.DensePointer[row * _layout.Dense + d] = *(float*)from++;
        return from;
    }

    private void PackLists(Batch batch, int row, uint* to)
    {
        for (int f = 0; f < _layout.Features; f++)
        {
            Span<ulong> keys = batch.Cell(row, f);
            Span<float> weights = batch.CellWeights(row, f);
            *to++ = (uint)keys.Length;
            for (int i = 0; i < keys.Length; i++)
            {
                to = PackKey(keys[i], f, to);
                if (weights.Length > 0) *(float*)to++ = weights[i];
            }
        }
    }

    private void UnpackLists(uint* from, Batch batch, int row, int firstKey, ulong* keys)
    {
        int* offsets = batch.OffsetsPointer + (long)row * _layout.Features;
        float* weights = batch.KeyWeightsPointer is null ? null : batch.KeyWeightsPointer + firstKey;
        for (int f = 0, next = firstKey; f < _layout.Features; f++)
        {
            int count = (int)*from++;
            offsets[f] = next;
            next += count;
            for (int i = 0; i < count; i++)
            {
                from = UnpackKey(from, f, keys++);
                if (weights is not null) *weights++ = *(float*)from++;
            }
        }
    }

    private uint* PackKey(ulong key, int feature, uint* to)
    {
        if (!_coded[feature]) return PackWide(key, to);
        *to = key == FeatureKey.None ? 0 : FeatureKey.CodeOf(key);
        return to + 1;
    }

    private uint* UnpackKey(uint* from, int feature, ulong* key)
    {
        *key = _coded[feature] ? FeatureKey.OfCode(_salts[feature], *from++) : Wide(ref from);
        return from;
    }

    private static uint* PackWide(ulong value, uint* to)
    {
        to[0] = (uint)value;
        to[1] = (uint)(value >> 32);
        return to + 2;
    }

    private static ulong Wide(ref uint* from)
    {
        ulong value = from[0] | ((ulong)from[1] << 32);
        from += 2;
        return value;
    }
}
