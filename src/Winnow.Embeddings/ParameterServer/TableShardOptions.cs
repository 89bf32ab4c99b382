namespace Winnow.Embeddings;

/// <summary>Which part of which table a shard holds.</summary>
/// <remarks>A table has 256 segments by the top bits of the hash of its keys. Shard i of n holds the segments s with ⌊s · n / 256⌋ = i, so shards
/// follow one another in hash order, and each segment grows, is swept and keeps its share of the byte budget exactly as in one table.</remarks>
public sealed record TableShardOptions
{
    /// <summary>The whole table; its byte budget, too, is that of the whole.</summary>
    public required EmbeddingTableOptions Table { get; init; }

    /// <summary>How rows learn.</summary>
    public SparseOptimizerOptions Optimizer { get; init; } = new();

    /// <summary>How late gradients are corrected. Default: not at all.</summary>
    public DelayCompensation Compensation { get; init; } = DelayCompensation.None;

    /// <summary>Number of this shard, 0 … <see cref="Shards"/> − 1. Default 0.</summary>
    public int Shard { get; init; }

    /// <summary>Number of shards, 1 … 256. Default 1.</summary>
    public int Shards { get; init; } = 1;

    /// <summary>The shard that holds a key.</summary>
    /// <param name="key">Any key; key 0 counts to shard 0.</param>
    /// <param name="shards">Number of shards, 1 … 256.</param>
    public static int ShardOf(ulong key, int shards) => KeyHash.Segment(KeyHash.Of(key)) * shards / SegmentIndex.Segments;
}
