using System.Runtime.InteropServices;

namespace Winnow.Store.Module;

/// <summary>What a key of one of the module's types holds. Redis keeps a handle to it.</summary>
/// <remarks>
/// <see cref="Save(ref RdbSink)"/>, <see cref="Rewrite"/> and <see cref="Digest"/> may run in a forked child, where only the calling thread
/// exists, and <see cref="Dispose"/> on a background thread of Redis. None of them allocates managed memory or takes a lock, so that no
/// collection can begin there.
/// </remarks>
internal abstract class StoredValue : IDisposable
{
    private long _countedBytes, _countedRows;

    /// <summary>Number of the type among <see cref="ValueTypes"/>.</summary>
    internal abstract ValueKind Kind { get; }

    /// <summary>Native memory of the value.</summary>
    internal abstract long MemoryBytes { get; }

    /// <summary>Rows of a table shard; 0 for other values.</summary>
    internal virtual long Rows => 0;

    /// <summary>Pieces of memory to be freed: Redis frees values of more than 64 in the background.</summary>
    internal virtual long FreeEffort => 1 + (MemoryBytes >> 16);

    /// <summary>A number that is equal for values of equal content.</summary>
    internal abstract ulong Digest();

    /// <summary>Writes the value into an RDB.</summary>
    internal abstract void Save(ref RdbSink sink);

    /// <summary>Writes the value as pieces of an append-only file.</summary>
    internal abstract void Rewrite(ref AofSink sink);

    /// <summary>A value of equal content.</summary>
    internal abstract StoredValue Copy();

    /// <summary>Frees the native memory.</summary>
    protected abstract void Free();

    /// <inheritdoc/>
    public void Dispose()
    {
        ServerTotals.Remove(Kind, _countedBytes, _countedRows);
        Free();
    }

    /// <summary>Brings the totals of the server up to date with this value. For the main thread, after whatever may have changed it.</summary>
    internal void Account()
    {
        long bytes = MemoryBytes, rows = Rows;
        ServerTotals.Change(Kind, bytes - _countedBytes, rows - _countedRows);
        _countedBytes = bytes;
        _countedRows = rows;
    }

    /// <summary>Hands the value to Redis.</summary>
    internal unsafe void* ToHandle()
    {
        ServerTotals.Add(Kind);
        Account();
        return (void*)GCHandle.ToIntPtr(GCHandle.Alloc(this));
    }

    /// <summary>The value behind a handle.</summary>
    internal static unsafe StoredValue FromHandle(void* handle) => (StoredValue)GCHandle.FromIntPtr((nint)handle).Target!;

    /// <summary>Takes the value back from Redis and frees it.</summary>
    internal static unsafe void Release(void* handle)
    {
        GCHandle held = GCHandle.FromIntPtr((nint)handle);
        StoredValue value = (StoredValue)held.Target!;
        held.Free();
        value.Dispose();
    }
}
