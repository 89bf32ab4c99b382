using System.Text;

namespace Winnow.Store.Module;

/// <summary>The functions of the Redis module API that the module uses, found by name when it is loaded.</summary>
/// <remarks>Redis 7.0, redismodule.h. Functions with a variable argument list are called through pointers of the shape needed: on x86-64 and on
/// 64-bit ARM under Linux both are passed alike.</remarks>
internal static unsafe partial class RedisApi
{
    /// <summary>Success, where a function answers with a status.</summary>
    internal const int Ok = 0;

    /// <summary>Failure, where a function answers with a status.</summary>
    internal const int Error = 1;

    private static delegate* unmanaged[Cdecl]<byte*, void**, int> s_find;
    private static string? s_missing;

    /// <summary>Finds all functions.</summary>
    /// <param name="context">The context of the load; its first field is the function that finds the others.</param>
    /// <returns>False if this Redis lacks one of them; it is named in the log.</returns>
    internal static bool Bind(RedisContext* context)
    {
        s_find = (delegate* unmanaged[Cdecl]<byte*, void**, int>)*(void**)context;
        BindCommands();
        BindReplies();
        BindKeys();
        BindTypes();
        BindPersistence();
        BindServer();
        if (s_missing is null) return true;
        Log(context, "warning"u8, $"winnow: this server has no {s_missing}; the module needs Redis 7.0 or later");
        return false;
    }

    /// <summary>Writes a line into the log of the server.</summary>
    /// <param name="context">The context, or null.</param>
    /// <param name="level">debug, verbose, notice or warning.</param>
    /// <param name="text">The line.</param>
    internal static void Log(RedisContext* context, ReadOnlySpan<byte> level, string text)
    {
        if (s_log == null) return;
        byte[] bytes = Encoding.UTF8.GetBytes(text + '\0');
        fixed (byte* levelName = level)
        fixed (byte* format = "%s"u8)
        fixed (byte* line = bytes)
            s_log(context, levelName, format, line);
    }

    /// <summary>A function the module cannot do without.</summary>
    private static void* Need(ReadOnlySpan<byte> name)
    {
        void* function = Find(name);
        if (function == null) s_missing ??= Encoding.UTF8.GetString(name);
        return function;
    }

    /// <summary>A function, or null if this Redis has none of that name.</summary>
    private static void* Find(ReadOnlySpan<byte> name)
    {
        void* function = null;
        fixed (byte* text = name)
            return s_find(text, &function) == Ok ? function : null;
    }
}
