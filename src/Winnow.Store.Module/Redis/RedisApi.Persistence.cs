namespace Winnow.Store.Module;

/// <content>Saving and loading values, rewriting the append-only file, digests.</content>
internal static unsafe partial class RedisApi
{
    internal static delegate* unmanaged[Cdecl]<RedisIo*, byte*, nuint, void> SaveStringBuffer;
    internal static delegate* unmanaged[Cdecl]<RedisIo*, nuint*, byte*> LoadStringBuffer;
    internal static delegate* unmanaged[Cdecl]<void*, void> Free;
    internal static delegate* unmanaged[Cdecl]<RedisIo*, byte*, byte*, RedisString*, byte*, long, byte*, nuint, void> EmitAofSclb;
    internal static delegate* unmanaged[Cdecl]<RedisDigest*, long, void> DigestAddLongLong;
    internal static delegate* unmanaged[Cdecl]<RedisDigest*, void> DigestEndSequence;

    private static delegate* unmanaged[Cdecl]<RedisIo*, byte*, byte*, byte*, void> s_logIoError;

    /// <summary>Says in the log why a value cannot be loaded.</summary>
    internal static void LogIoError(RedisIo* io, string text)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text + '\0');
        fixed (byte* level = "warning"u8)
        fixed (byte* format = "%s"u8)
        fixed (byte* line = bytes)
            s_logIoError(io, level, format, line);
    }

    private static void BindPersistence()
    {
        SaveStringBuffer = (delegate* unmanaged[Cdecl]<RedisIo*, byte*, nuint, void>)Need("RedisModule_SaveStringBuffer"u8);
        LoadStringBuffer = (delegate* unmanaged[Cdecl]<RedisIo*, nuint*, byte*>)Need("RedisModule_LoadStringBuffer"u8);
        Free = (delegate* unmanaged[Cdecl]<void*, void>)Need("RedisModule_Free"u8);
        EmitAofSclb = (delegate* unmanaged[Cdecl]<RedisIo*, byte*, byte*, RedisString*, byte*, long, byte*, nuint, void>)Need("RedisModule_EmitAOF"u8);
        DigestAddLongLong = (delegate* unmanaged[Cdecl]<RedisDigest*, long, void>)Need("RedisModule_DigestAddLongLong"u8);
        DigestEndSequence = (delegate* unmanaged[Cdecl]<RedisDigest*, void>)Need("RedisModule_DigestEndSequence"u8);
        s_logIoError = (delegate* unmanaged[Cdecl]<RedisIo*, byte*, byte*, byte*, void>)Need("RedisModule_LogIOError"u8);
    }
}
