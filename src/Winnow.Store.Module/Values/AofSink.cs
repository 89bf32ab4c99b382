using Winnow.Embeddings;

namespace Winnow.Store.Module;

/// <summary>Writes blocks of a value into an append-only file, each as one command <c>WINNOW.REBUILD key kind number block</c>.</summary>
/// <param name="io">The file; null: nowhere.</param>
/// <param name="key">The key of the value.</param>
/// <param name="kind">The word for its type.</param>
internal unsafe struct AofSink(RedisIo* io, RedisString* key, byte* kind) : IStateSink
{
    private long _number;

    /// <inheritdoc/>
    public void Write(byte* block, long length)
    {
        if (io == null) return;
        fixed (byte* command = "WINNOW.REBUILD"u8)
        fixed (byte* format = "sclb"u8)
            RedisApi.EmitAofSclb(io, command, format, key, kind, _number++, block, (nuint)length);
    }

    /// <summary>Says that the value is complete.</summary>
    internal readonly void End()
    {
        fixed (byte* command = "WINNOW.REBUILD"u8)
        fixed (byte* format = "sclb"u8)
            RedisApi.EmitAofSclb(io, command, format, key, kind, -1, command, 0);
    }
}
