using System.Text;

namespace Winnow.Embeddings;

/// <summary>Which part of which table a shard holds.</summary>
/// <remarks>A table has 256 segments by the top bits of the hash of its keys. Shard i of n holds the segments s with ⌊s · n / 256⌋ = i, so shards
/// follow one another in hash order, and each segment grows, is swept and keeps its share of the byte budget exactly as in one table.</remarks>
public sealed record TableShardOptions
{
    internal const int MostNameBytes = 256;

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

    /// <summary>Throws one exception that names every fault of the shard; table and rule check themselves.</summary>
    /// <exception cref="ArgumentException">Some value is outside its legal range.</exception>
    public void Validate()
    {
        List<string> faults = [];
        if (Table is null) faults.Add($"{nameof(Table)} is missing");
        else if (Encoding.UTF8.GetByteCount(Table.Name ?? "") > MostNameBytes) faults.Add($"the name has more than {MostNameBytes} bytes");
        if (Shards is < 1 or > SegmentIndex.Segments) faults.Add($"{nameof(Shards)} is {Shards}; it must lie in [1, {SegmentIndex.Segments}]");
        if (Shard < 0 || Shard >= Shards) faults.Add($"{nameof(Shard)} is {Shard}; it must lie in [0, {Shards})");
        if (Optimizer is null) faults.Add($"{nameof(Optimizer)} is missing");
        if (Compensation is null) faults.Add($"{nameof(Compensation)} is missing");
        else Compensation.AddFaults(faults);
        if (faults.Count > 0) Throw.InvalidOptions($"shard {Shard} of table '{Table?.Name}'", faults);
        Table!.Validate();
        Optimizer!.Validate();
    }
}
