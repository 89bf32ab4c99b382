using Winnow.Embeddings;

namespace Winnow.Store.Module;

/// <summary>A queue of positions as a value of Redis.</summary>
internal sealed class QueueValue(PositionQueue queue) : StoredValue
{
    /// <summary>The queue.</summary>
    internal PositionQueue Queue => queue;

    internal override ValueKind Kind => ValueKind.Queue;

    internal override long MemoryBytes => queue.MemoryBytes;

    internal override ulong Digest() => queue.Digest();

    internal override void Save(ref RdbSink sink) => queue.Save(ref sink);

    internal override void Rewrite(ref AofSink sink) => queue.Save(ref sink);

    internal override StoredValue Copy() => new QueueValue(queue.Copy());

    protected override void Free() => queue.Dispose();
}
