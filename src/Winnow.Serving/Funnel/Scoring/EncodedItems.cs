using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Winnow.Data;

namespace Winnow.Serving;

/// <summary>What belongs to the items of a release, encoded for one model: in a mapped file, changes since packing in memory beside it.</summary>
internal sealed class EncodedItems : IDisposable
{
    private const int ItemsAtATime = 1024;

    private readonly PackedFile _file;
    private readonly MappedArray<ulong> _keys;
    private readonly MappedArray<float> _weights, _dense;
    private readonly MappedArray<int> _offsets;             // per row: features + 1, from 0
    private readonly MappedArray<long> _starts;             // per row its first key
    private readonly BatchLayout _layout;
    private readonly ConcurrentDictionary<int, OwnedRow> _changed = new();
    private readonly ScratchPool<ItemEncoder> _encoders;
    private volatile bool _hasChanged;

    /// <summary>Opens the rows of a release.</summary>
    /// <param name="path">A file that <see cref="Write"/> wrote.</param>
    /// <param name="itemPlan">The item side of the model's plan.</param>
    /// <param name="items">Number of items.</param>
    public EncodedItems(string path, FeaturePlan itemPlan, int items)
    {
        _encoders = new ScratchPool<ItemEncoder>(() => new ItemEncoder(itemPlan));
        _layout = itemPlan.Layout;
        _file = PackedFile.Open(path);
        try
        {
            _dense = _file.Array<float>("dense", (long)items * _layout.Dense);
            if (_layout.Jagged)
            {
                (_starts, _offsets, _keys) = (_file.Array<long>("starts", items + 1L), _file.Array<int>("offsets", items * (_layout.Features + 1L)), _file.Array<ulong>("keys"));
                if (_starts[items] != _keys.Count) throw _file.Damaged("has positions that do not fit its keys");
                if (_layout.HasKeyWeights) _weights = _file.Array<float>("weights", _keys.Count);
            }
            else _keys = _file.Array<ulong>("keys", (long)items * _layout.Features);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>The row of an item. Borrowed until the release is unloaded.</summary>
    public EncodedRow this[int item] => Changed(item) is { } changed ? changed.Row : Packed(item);

    /// <summary>The row of an item that was changed since packing; null if it was not.</summary>
    public OwnedRow? Changed(int item) => _hasChanged ? _changed.GetValueOrDefault(item) : null;

    /// <summary>The row of an item as it was packed.</summary>
    public EncodedRow Packed(int item)
    {
        ReadOnlySpan<float> dense = _dense.Slice((long)item * _layout.Dense, _layout.Dense);
        if (!_layout.Jagged) return new EncodedRow(_keys.Slice((long)item * _layout.Features, _layout.Features), [], [], dense);
        (long first, long end) = (_starts[item], _starts[item + 1L]);
        return new EncodedRow(_keys.Between(first, end), _layout.HasKeyWeights ? _weights.Between(first, end) : [],
            _offsets.Slice(item * (_layout.Features + 1L), _layout.Features + 1), dense);
    }

    /// <summary>Encodes an item anew.</summary>
    /// <returns>False if a feature could not be read; such features count as missing then.</returns>
    public bool Update(int item, string id, FeatureValues features)
    {
        ItemEncoder encoder = _encoders.Rent();
        try
        {
            bool good = encoder.Encode(id, features);
            _changed[item] = EncodedRow.Of(encoder.Batch, 0).ToOwned();
            _hasChanged = true;
            return good;
        }
        finally
        {
            _encoders.Return(encoder);
        }
    }

    public void Dispose()
    {
        _encoders.Dispose();
        _file.Dispose();
    }

    /// <summary>Encodes all items into a file.</summary>
    /// <returns>How many had a feature that could not be read.</returns>
    public static int Write(string path, FeaturePlan itemPlan, EntityFeatures items, CancellationToken cancel)
    {
        BatchLayout layout = itemPlan.Layout;
        List<ulong> keys = new(layout.Jagged ? items.Count : items.Count * layout.Features);
        List<float> weights = [], dense = new(items.Count * layout.Dense);
        List<int> offsets = [];
        List<long> starts = [0];
        int malformed = 0;
        void Take(EncodedRow row)
        {
            keys.AddRange(row.AllKeys);
            weights.AddRange(row.AllWeights);
            dense.AddRange(row.Dense);
            starts.Add(keys.Count);
            if (!layout.Jagged) return;
            int end = 0;
            offsets.Add(0);
            for (int f = 0; f < layout.Features; f++) offsets.Add(end += row.Keys(f).Length);
        }
        using ItemEncoder encoder = new(itemPlan);
        for (int first = 0; first < items.Count; first += ItemsAtATime)
        {
            cancel.ThrowIfCancellationRequested();
            int count = Math.Min(ItemsAtATime, items.Count - first);
            bool good = encoder.TryEncode(items, first, count);
            for (int i = 0; i < count; i++)
            {
                if (!good && !encoder.Encode(items.Ids[first + i], items[first + i])) malformed++;
                Take(EncodedRow.Of(encoder.Batch, good ? i : 0));
            }
        }
        List<PackedArray> arrays = [PackedArray.Of("keys", keys), PackedArray.Of("dense", dense)];
        if (layout.Jagged) arrays.AddRange([PackedArray.Of("starts", starts), PackedArray.Of("offsets", offsets)]);
        if (layout.HasKeyWeights) arrays.Add(PackedArray.Of("weights", weights));
        PackedFile.Write(path, CollectionsMarshal.AsSpan(arrays));
        return malformed;
    }
}
