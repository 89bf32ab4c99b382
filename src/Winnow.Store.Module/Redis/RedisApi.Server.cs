namespace Winnow.Store.Module;

/// <content>The server around the module: state, memory, log, INFO.</content>
internal static unsafe partial class RedisApi
{
    /// <summary>The command came from the master.</summary>
    internal const int FlagReplicated = 1 << 12;

    /// <summary>The server is loading its data.</summary>
    internal const int FlagLoading = 1 << 13;

    internal static delegate* unmanaged[Cdecl]<RedisContext*, int> GetContextFlags;
    internal static delegate* unmanaged[Cdecl]<long> Milliseconds;
    internal static delegate* unmanaged[Cdecl]<float> GetUsedMemoryRatio;
    internal static delegate* unmanaged[Cdecl]<RedisContext*, byte*, RedisServerInfo*> GetServerInfo;
    internal static delegate* unmanaged[Cdecl]<RedisServerInfo*, byte*, int*, ulong> ServerInfoGetFieldUnsigned;
    internal static delegate* unmanaged[Cdecl]<RedisContext*, RedisServerInfo*, void> FreeServerInfo;
    internal static delegate* unmanaged[Cdecl]<RedisContext*, ServerEvent, delegate* unmanaged[Cdecl]<RedisContext*, ServerEvent, ulong, void*, void>, int> SubscribeToServerEvent;
    internal static delegate* unmanaged[Cdecl]<RedisContext*, delegate* unmanaged[Cdecl]<RedisInfo*, int, void>, int> RegisterInfoFunc;
    internal static delegate* unmanaged[Cdecl]<RedisInfo*, byte*, int> InfoAddSection;
    internal static delegate* unmanaged[Cdecl]<RedisInfo*, byte*, ulong, int> InfoAddFieldULongLong;

    private static delegate* unmanaged[Cdecl]<RedisContext*, byte*, byte*, byte*, void> s_log;

    private static void BindServer()
    {
        s_log = (delegate* unmanaged[Cdecl]<RedisContext*, byte*, byte*, byte*, void>)Need("RedisModule_Log"u8);
        GetContextFlags = (delegate* unmanaged[Cdecl]<RedisContext*, int>)Need("RedisModule_GetContextFlags"u8);
        Milliseconds = (delegate* unmanaged[Cdecl]<long>)Need("RedisModule_Milliseconds"u8);
        GetUsedMemoryRatio = (delegate* unmanaged[Cdecl]<float>)Need("RedisModule_GetUsedMemoryRatio"u8);
        GetServerInfo = (delegate* unmanaged[Cdecl]<RedisContext*, byte*, RedisServerInfo*>)Need("RedisModule_GetServerInfo"u8);
        ServerInfoGetFieldUnsigned = (delegate* unmanaged[Cdecl]<RedisServerInfo*, byte*, int*, ulong>)Need("RedisModule_ServerInfoGetFieldUnsigned"u8);
        FreeServerInfo = (delegate* unmanaged[Cdecl]<RedisContext*, RedisServerInfo*, void>)Need("RedisModule_FreeServerInfo"u8);
        SubscribeToServerEvent = (delegate* unmanaged[Cdecl]<RedisContext*, ServerEvent, delegate* unmanaged[Cdecl]<RedisContext*, ServerEvent, ulong, void*, void>, int>)
            Need("RedisModule_SubscribeToServerEvent"u8);
        RegisterInfoFunc = (delegate* unmanaged[Cdecl]<RedisContext*, delegate* unmanaged[Cdecl]<RedisInfo*, int, void>, int>)Need("RedisModule_RegisterInfoFunc"u8);
        InfoAddSection = (delegate* unmanaged[Cdecl]<RedisInfo*, byte*, int>)Need("RedisModule_InfoAddSection"u8);
        InfoAddFieldULongLong = (delegate* unmanaged[Cdecl]<RedisInfo*, byte*, ulong, int>)Need("RedisModule_InfoAddFieldULongLong"u8);
    }
}

/// <summary>An event of the server; the layout of RedisModuleEvent.</summary>
/// <param name="Id">Which.</param>
/// <param name="Version">Version of its data.</param>
internal readonly record struct ServerEvent(ulong Id, ulong Version)
{
    /// <summary>Settings of the server were changed.</summary>
    internal static ServerEvent ConfigurationChanged => new(16, 1);
}
