using Winnow.Data;

namespace Winnow.Serving;

/// <summary>One side of one row of a batch: keys and numbers, borrowed from a batch, a mapped file, or memory.</summary>
internal readonly ref struct EncodedRow
{
    private readonly ReadOnlySpan<ulong> _keys;
    private readonly ReadOnlySpan<float> _weights;
    private readonly ReadOnlySpan<int> _offsets;            // features + 1, the first one need not be 0; empty: one key a feature

    public EncodedRow(ReadOnlySpan<ulong> keys, ReadOnlySpan<float> weights, ReadOnlySpan<int> offsets, ReadOnlySpan<float> dense)
    {
        _keys = keys;
        _weights = weights;
        _offsets = offsets;
        Dense = dense;
    }

    /// <summary>The numbers of this side.</summary>
    public ReadOnlySpan<float> Dense { get; }

    /// <summary>All keys.</summary>
    public ReadOnlySpan<ulong> AllKeys => _keys;

    /// <summary>All weights; empty if there are none.</summary>
    public ReadOnlySpan<float> AllWeights => _weights;

    /// <summary>Keys of a feature.</summary>
    public ReadOnlySpan<ulong> Keys(int feature) =>
        _offsets.IsEmpty ? _keys.Slice(feature, 1) : _keys[(_offsets[feature] - _offsets[0])..(_offsets[feature + 1] - _offsets[0])];

    /// <summary>Weights of the keys of a feature; empty if all are 1.</summary>
    public ReadOnlySpan<float> Weights(int feature) =>
        _weights.IsEmpty ? [] : _weights[(_offsets[feature] - _offsets[0])..(_offsets[feature + 1] - _offsets[0])];

    /// <summary>A row of a batch of this side alone.</summary>
    public static EncodedRow Of(Batch batch, int row)
    {
        int features = batch.Layout.Features;
        ReadOnlySpan<float> dense = batch.Layout.Dense == 0 ? [] : batch.Dense.Row(row);
        if (!batch.Layout.Jagged) return new EncodedRow(batch.Keys.Slice(row * features, features), [], [], dense);
        ReadOnlySpan<int> offsets = batch.Offsets.Slice(row * features, features + 1);
        Range keys = offsets[0]..offsets[features];
        return new EncodedRow(batch.Keys[keys], batch.Layout.HasKeyWeights ? batch.KeyWeights[keys] : [], offsets, dense);
    }

    /// <summary>A copy in memory of its own.</summary>
    public OwnedRow ToOwned() => new(_keys.ToArray(), _weights.ToArray(), _offsets.ToArray(), Dense.ToArray());
}

/// <summary>An <see cref="EncodedRow"/> in memory of its own.</summary>
internal sealed class OwnedRow(ulong[] keys, float[] weights, int[] offsets, float[] dense)
{
    public EncodedRow Row => new(keys, weights, offsets, dense);
}
