using Winnow.Embeddings;

namespace Winnow.Store.Module;

/// <summary>A dense parameter as a value of Redis.</summary>
internal sealed class DenseValue(DenseBlock block) : StoredValue
{
    /// <summary>The block.</summary>
    internal DenseBlock Block => block;

    internal override ValueKind Kind => ValueKind.Dense;

    internal override long MemoryBytes => block.MemoryBytes;

    internal override ulong Digest() => block.Digest();

    internal override void Save(ref RdbSink sink) => block.Save(ref sink);

    internal override void Rewrite(ref AofSink sink) => block.Save(ref sink);

    internal override StoredValue Copy() => new DenseValue(block.Copy());

    protected override void Free() => block.Dispose();
}
