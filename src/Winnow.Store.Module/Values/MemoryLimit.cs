using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Winnow.Store.Module;

/// <summary>Keeps to <c>maxmemory</c>. Values live in memory that Redis does not count, so its own limit would not see them.</summary>
internal static unsafe class MemoryLimit
{
    private static ulong s_maxMemory;

    /// <summary>The limit in bytes; 0: none.</summary>
    internal static ulong MaxMemory => s_maxMemory;

    /// <summary>Reads the limit now and whenever it is changed.</summary>
    internal static void Watch(RedisContext* context)
    {
        Refresh(context);
        RedisApi.SubscribeToServerEvent(context, ServerEvent.ConfigurationChanged, &Changed);
    }

    /// <summary>Refuses a command that may need memory when what Redis and the module hold exceeds the limit. What was decided elsewhere, by
    /// the master or before a restart, is never refused.</summary>
    internal static void Check(in Request request)
    {
        if (s_maxMemory == 0) return;
        double used = RedisApi.GetUsedMemoryRatio() * (double)s_maxMemory + ServerTotals.Bytes;
        if (used <= s_maxMemory || request.IsReplay) return;
        throw new CommandException($"OOM {used:0} bytes are in use, of them {ServerTotals.Bytes} by winnow; maxmemory is {s_maxMemory}");
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Changed(RedisContext* context, ServerEvent id, ulong part, void* data) => Refresh(context);

    private static void Refresh(RedisContext* context)
    {
        fixed (byte* section = "memory"u8)
        fixed (byte* field = "maxmemory"u8)
        {
            RedisServerInfo* info = RedisApi.GetServerInfo(context, section);
            int status;
            ulong value = RedisApi.ServerInfoGetFieldUnsigned(info, field, &status);
            if (status == RedisApi.Ok) s_maxMemory = value;
            RedisApi.FreeServerInfo(context, info);
        }
    }
}
