using Winnow.Embeddings;

namespace Winnow.Store.Module;

/// <summary>Reads blocks of a value from an RDB.</summary>
internal unsafe struct RdbSource(RedisIo* io) : IStateSource, IDisposable
{
    private byte* _block;

    /// <inheritdoc/>
    public byte* Read(out long length)
    {
        Dispose();
        nuint bytes;
        _block = RedisApi.LoadStringBuffer(io, &bytes);
        length = _block == null ? 0 : (long)bytes;
        return _block;
    }

    /// <summary>Frees the last block.</summary>
    public void Dispose()
    {
        if (_block != null) RedisApi.Free(_block);
        _block = null;
    }
}
