namespace Winnow.Embeddings;

/// <summary>What a parameter store holds for one training run.</summary>
public sealed record ParameterStoreLayout
{
    /// <summary>Name of the run, 1 … 128 characters out of letters, digits, '-', '_' and '.': part of every key in the store.</summary>
    public required string Run { get; init; }

    /// <summary>The <see cref="UpdateTag.Source"/> of all updates.</summary>
    public required ulong Source { get; init; }

    /// <summary>Shards a table, 1 … 256. Default 8.</summary>
    public int Shards { get; init; } = 8;

    /// <summary>The tables; shard numbers are filled in by the store.</summary>
    public required IReadOnlyList<TableShardOptions> Tables { get; init; }

    /// <summary>The dense parameters.</summary>
    public required IReadOnlyList<DenseBlockOptions> Blocks { get; init; }

    /// <summary>How positions are handed out.</summary>
    public PositionQueueOptions Queue { get; init; } = new();
}
