using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Winnow.Store.Module;

/// <summary>The types of values as Redis knows them, and what it calls to save, load, copy and free them.</summary>
internal static unsafe class ValueTypes
{
    /// <summary>Version of the encoding of all types in an RDB; later versions read earlier ones.</summary>
    internal const int Encoding = 1;

    private static RedisType* s_table, s_dense, s_queue;

    /// <summary>Makes the types known; while the module is being loaded.</summary>
    /// <returns>False if Redis does not take one of them.</returns>
    internal static bool Register(RedisContext* context)
    {
        TypeMethods methods = new()
        {
            Version = TypeMethods.CurrentVersion,
            RdbSave = &Save,
            AofRewrite = &Rewrite,
            Digest = &Digest,
            Free = &Free,
            MemUsage2 = &MemoryUsage,
            FreeEffort2 = &FreeEffort,
            Copy2 = &Copy,
        };
        methods.RdbLoad = &LoadTable;
        fixed (byte* name = "winnowtbl"u8) s_table = RedisApi.CreateDataType(context, name, Encoding, &methods);
        methods.RdbLoad = &LoadDense;
        fixed (byte* name = "winnowdns"u8) s_dense = RedisApi.CreateDataType(context, name, Encoding, &methods);
        methods.RdbLoad = &LoadQueue;
        fixed (byte* name = "winnowque"u8) s_queue = RedisApi.CreateDataType(context, name, Encoding, &methods);
        return s_table != null && s_dense != null && s_queue != null;
    }

    /// <summary>A type.</summary>
    internal static RedisType* Of(ValueKind kind) => kind switch
    {
        ValueKind.Table => s_table,
        ValueKind.Dense => s_dense,
        _ => s_queue,
    };

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void* LoadTable(RedisIo* io, int encoding) => Load(io, encoding, ValueKind.Table);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void* LoadDense(RedisIo* io, int encoding) => Load(io, encoding, ValueKind.Dense);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void* LoadQueue(RedisIo* io, int encoding) => Load(io, encoding, ValueKind.Queue);

    /// <summary>Loads a value; null, with a line in the log, if the bytes are no such value. Redis makes an error of that.</summary>
    private static void* Load(RedisIo* io, int encoding, ValueKind kind)
    {
        RdbSource source = new(io);
        try
        {
            string? fault;
            if (encoding > Encoding) fault = $"encoding {encoding}; this module reads up to {Encoding}: take a later winnow.so";
            else if (ValueLoader.Load(kind, ref source, out fault) is { } value) return value.ToHandle();
            RedisApi.LogIoError(io, $"winnow: a value of kind {kind} cannot be loaded: {fault}");
        }
        catch (Exception e)
        {
            RedisApi.LogIoError(io, $"winnow: a value of kind {kind} cannot be loaded: {e.Message}");
        }
        finally
        {
            source.Dispose();
        }
        return null;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Save(RedisIo* io, void* handle)
    {
        RdbSink sink = new(io);
        StoredValue.FromHandle(handle).Save(ref sink);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Rewrite(RedisIo* io, RedisString* key, void* handle)
    {
        StoredValue value = StoredValue.FromHandle(handle);
        fixed (byte* kind = Word(value.Kind))
        {
            AofSink sink = new(io, key, kind);
            value.Rewrite(ref sink);
            sink.End();
        }
    }

    /// <summary>The word for a type in append-only files.</summary>
    internal static ReadOnlySpan<byte> Word(ValueKind kind) => kind switch
    {
        ValueKind.Table => "table"u8,
        ValueKind.Dense => "dense"u8,
        _ => "queue"u8,
    };

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Digest(RedisDigest* digest, void* handle)
    {
        RedisApi.DigestAddLongLong(digest, (long)StoredValue.FromHandle(handle).Digest());
        RedisApi.DigestEndSequence(digest);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Free(void* handle) => StoredValue.Release(handle);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nuint MemoryUsage(RedisKeyContext* key, void* handle, nuint samples) => (nuint)StoredValue.FromHandle(handle).MemoryBytes;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nuint FreeEffort(RedisKeyContext* key, void* handle) => (nuint)StoredValue.FromHandle(handle).FreeEffort;

    /// <summary>Copies a value; null, which COPY answers with an error, if there is no memory for it.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void* Copy(RedisKeyContext* key, void* handle)
    {
        try
        {
            return StoredValue.FromHandle(handle).Copy().ToHandle();
        }
        catch (Exception e)
        {
            RedisApi.Log(null, "warning"u8, $"winnow: a value cannot be copied: {e.Message}");
            return null;
        }
    }
}
