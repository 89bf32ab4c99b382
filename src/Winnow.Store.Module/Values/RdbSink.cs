using Winnow.Embeddings;

namespace Winnow.Store.Module;

/// <summary>Writes blocks of a value into an RDB, each as one string.</summary>
/// <param name="io">The RDB; null: nowhere.</param>
internal unsafe struct RdbSink(RedisIo* io) : IStateSink
{
    /// <inheritdoc/>
    public readonly void Write(byte* block, long length)
    {
        if (io != null) RedisApi.SaveStringBuffer(io, block, (nuint)length);
    }
}
