using Winnow.Numerics;

namespace Winnow.Embeddings;

/// <summary>The keys of a batch by shard: those of shard 0 first, each shard's in the order of the batch. Reusable; once warm it allocates
/// nothing.</summary>
public sealed unsafe class ShardedKeys : IDisposable
{
    private readonly NativeList<ulong> _keys = new();
    private readonly NativeList<int> _positions = new(), _first = new();

    /// <summary>Number of shards.</summary>
    public int Shards { get; private set; }

    /// <summary>For each key, shard after shard, its position in the batch; [n].</summary>
    public ReadOnlySpan<int> Positions => _positions.Span;

    /// <summary>Cuts a batch.</summary>
    /// <param name="keys">[n].</param>
    /// <param name="shards">Number of shards, 1 … 256.</param>
    public void Cut(ReadOnlySpan<ulong> keys, int shards)
    {
        Shards = shards;
        _keys.Resize(keys.Length);
        _positions.Resize(keys.Length);
        _first.Resize(shards + 2);
        int* first = _first.Pointer;
        new Span<int>(first, shards + 2).Clear();
        for (int i = 0; i < keys.Length; i++) first[TableShardOptions.ShardOf(keys[i], shards) + 2]++;
        for (int s = 2; s < shards + 2; s++) first[s] += first[s - 1];
        for (int i = 0; i < keys.Length; i++)
        {
            int at = first[TableShardOptions.ShardOf(keys[i], shards) + 1]++;
            _keys[at] = keys[i];
            _positions[at] = i;
        }
    }

    /// <summary>Where the keys of a shard begin in <see cref="Positions"/>.</summary>
    public int First(int shard) => _first[shard];

    /// <summary>The keys of a shard.</summary>
    public ReadOnlySpan<ulong> Keys(int shard) => _keys.Span[_first[shard].._first[shard + 1]];

    /// <summary>The rows of a shard in a matrix that has one row a key, shard after shard.</summary>
    public MatrixView Rows(int shard, MatrixView all) => all.RowRange(_first[shard], _first[shard + 1] - _first[shard]);

    /// <summary>Frees the memory; harmless when repeated.</summary>
    public void Dispose()
    {
        _keys.Dispose();
        _positions.Dispose();
        _first.Dispose();
    }
}
