using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Winnow.Store.Module;

/// <summary>The sections <c>winnow_…</c> of INFO.</summary>
internal static unsafe class InfoSection
{
    /// <summary>Has Redis ask for it.</summary>
    internal static bool Register(RedisContext* context) => RedisApi.RegisterInfoFunc(context, &Write) == RedisApi.Ok;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Write(RedisInfo* info, int isCrashReport)
    {
        if (isCrashReport != 0) return;         // the process is falling: touch nothing managed
        Memory(info);
        Stats(info);
    }

    private static void Memory(RedisInfo* info)
    {
        if (!Begin(info, "memory"u8)) return;
        Field(info, "tables"u8, ServerTotals.ValuesOf(ValueKind.Table));
        Field(info, "dense_blocks"u8, ServerTotals.ValuesOf(ValueKind.Dense));
        Field(info, "queues"u8, ServerTotals.ValuesOf(ValueKind.Queue));
        Field(info, "rows"u8, ServerTotals.Rows);
        Field(info, "table_bytes"u8, ServerTotals.BytesOf(ValueKind.Table));
        Field(info, "dense_bytes"u8, ServerTotals.BytesOf(ValueKind.Dense));
        Field(info, "queue_bytes"u8, ServerTotals.BytesOf(ValueKind.Queue));
        Field(info, "scratch_bytes"u8, NativeScratch.Bytes);
        Field(info, "native_bytes"u8, ServerTotals.Bytes + NativeScratch.Bytes);
        Field(info, "managed_bytes"u8, GC.GetTotalMemory(forceFullCollection: false));
    }

    private static void Stats(RedisInfo* info)
    {
        if (!Begin(info, "stats"u8)) return;
        Traffic traffic = ServerTotals.Traffic;
        Field(info, "pulls"u8, traffic.Pulls);
        Field(info, "pulled_keys"u8, traffic.PulledKeys);
        Field(info, "pushes"u8, traffic.Pushes);
        Field(info, "pushed_keys"u8, traffic.PushedKeys);
        Field(info, "duplicates"u8, traffic.Duplicates);
        Field(info, "dense_pulls"u8, traffic.DensePulls);
        Field(info, "dense_unchanged"u8, traffic.DenseUnchanged);
        Field(info, "dense_pushes"u8, traffic.DensePushes);
        Field(info, "not_yet"u8, traffic.NotYet);
        Field(info, "leases"u8, traffic.Leases);
        Field(info, "errors"u8, traffic.Errors);
        Field(info, "collections"u8, GC.CollectionCount(0));
        Field(info, "allocated_bytes"u8, GC.GetAllocatedBytesForCurrentThread());
    }

    private static bool Begin(RedisInfo* info, ReadOnlySpan<byte> name)
    {
        fixed (byte* text = name) return RedisApi.InfoAddSection(info, text) == RedisApi.Ok;
    }

    private static void Field(RedisInfo* info, ReadOnlySpan<byte> name, long value)
    {
        fixed (byte* text = name) RedisApi.InfoAddFieldULongLong(info, text, (ulong)value);
    }
}
