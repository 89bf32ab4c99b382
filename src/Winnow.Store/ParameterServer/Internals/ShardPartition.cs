using Winnow.Embeddings;
using Winnow.Numerics;

namespace Winnow.Store;

/// <summary>Keys by shard. Keys of a large batch, as <see cref="DistinctKeys"/> gives them, come shard after shard already and are left where they are;
/// so is, of other batches, what lies together. Reusable; once warm nothing is allocated.</summary>
internal sealed unsafe class ShardPartition(int shards) : IDisposable
{
    private readonly int[] _starts = new int[shards + 1];
    private readonly int[] _next = new int[shards];
    private readonly bool[] _isTogether = new bool[shards];
    private readonly GrowingBuffer<ulong> _keys = new();
    private readonly GrowingBuffer<int> _order = new();
    private readonly GrowingBuffer<byte> _shardOf = new();
    private ulong* _source;
    private bool _isInOrder;

    /// <summary>Number of keys of a shard.</summary>
    internal int Count(int shard) => _starts[shard + 1] - _starts[shard];

    /// <summary>Where a shard begins, counted in keys.</summary>
    internal int Start(int shard) => _starts[shard];

    /// <summary>Whether the keys of a shard lie side by side in the batch; then <see cref="Position"/> of the first tells where.</summary>
    internal bool IsTogether(int shard) => _isTogether[shard];

    /// <summary>The keys of a shard.</summary>
    internal ulong* Keys(int shard) => _isTogether[shard] ? _source + Position(_starts[shard]) : _keys.Pointer + _starts[shard];

    /// <summary>Position in the batch of a key, counted in the order of the shards.</summary>
    internal int Position(int number) => _isInOrder ? number : _order.Pointer[number];

    /// <summary>Sorts a batch.</summary>
    /// <param name="keys">[n]; stays in use until the next call.</param>
    /// <param name="count">n.</param>
    internal void Sort(ulong* keys, int count)
    {
        _source = keys;
        _isInOrder = TryInOrder(keys, count);
        if (_isInOrder) return;
        _keys.Resize(count);
        _order.Resize(count);
        _shardOf.Resize(count);
        CountShards(keys, count);
        for (int i = 0; i < count; i++)
        {
            int at = _next[_shardOf.Pointer[i]]++;
            _keys.Pointer[at] = keys[i];
            _order.Pointer[at] = i;
        }
        for (int shard = 0; shard < shards; shard++)
        {
            int first = _starts[shard], last = _starts[shard + 1] - 1;
            _isTogether[shard] = last >= first && Position(last) - Position(first) == last - first;      // they ascend
        }
    }

    /// <summary>Copies the rows of a shard so that they lie in the order of its keys.</summary>
    internal void Gather(int shard, MatrixView rows, float* target)
    {
        for (int number = _starts[shard]; number < _starts[shard + 1]; number++, target += rows.Cols)
            new ReadOnlySpan<float>(rows.RowPointer(Position(number)), rows.Cols).CopyTo(new Span<float>(target, rows.Cols));
    }

    /// <summary>Copies the rows of a shard to where they belong in the batch.</summary>
    internal void Scatter(int shard, float* source, MatrixView rows)
    {
        for (int number = _starts[shard]; number < _starts[shard + 1]; number++, source += rows.Cols)
            new ReadOnlySpan<float>(source, rows.Cols).CopyTo(new Span<float>(rows.RowPointer(Position(number)), rows.Cols));
    }

    public void Dispose()
    {
        _keys.Dispose();
        _order.Dispose();
        _shardOf.Dispose();
    }

    private bool TryInOrder(ulong* keys, int count)
    {
        int current = 0;
        _starts[0] = 0;
        for (int i = 0; i < count; i++)
        {
            int shard = TableShardOptions.ShardOf(keys[i], shards);
            if (shard == current) continue;
            if (shard < current) return false;
            while (current < shard) _starts[++current] = i;
        }
        while (current < shards) _starts[++current] = count;
        Array.Fill(_isTogether, true);
        return true;
    }

    private void CountShards(ulong* keys, int count)
    {
        Array.Clear(_next);
        byte* shardOf = _shardOf.Pointer;
        for (int i = 0; i < count; i++)
        {
            int shard = TableShardOptions.ShardOf(keys[i], shards);
            shardOf[i] = (byte)shard;
            _next[shard]++;
        }
        for (int shard = 0, at = 0; shard < shards; shard++)
        {
            (_starts[shard], at) = (at, at + _next[shard]);
            _next[shard] = _starts[shard];
            _starts[shard + 1] = at;
        }
    }
}
