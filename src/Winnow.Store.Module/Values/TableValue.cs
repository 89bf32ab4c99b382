using Winnow.Embeddings;

namespace Winnow.Store.Module;

/// <summary>A shard of an embedding table as a value of Redis.</summary>
internal sealed class TableValue(TableShard shard) : StoredValue
{
    /// <summary>Commands on this shard since it was made or loaded here; not saved.</summary>
    internal Traffic Traffic;

    /// <summary>The shard.</summary>
    internal TableShard Shard => shard;

    internal override ValueKind Kind => ValueKind.Table;

    internal override long MemoryBytes => shard.MemoryBytes;

    internal override long Rows => shard.Count;

    internal override ulong Digest() => shard.Digest();

    internal override void Save(ref RdbSink sink) => shard.Save(ref sink);

    internal override void Rewrite(ref AofSink sink) => shard.Save(ref sink);

    internal override StoredValue Copy() => new TableValue(shard.Copy());

    protected override void Free() => shard.Dispose();
}
