namespace Winnow.Store.Module;

/// <content>Keys and their values.</content>
internal static unsafe partial class RedisApi
{
    /// <summary>To open a key for reading.</summary>
    internal const int Read = 1;

    /// <summary>To open a key for writing as well.</summary>
    internal const int Write = 2;

    /// <summary>There is no such key.</summary>
    internal const int KeyTypeEmpty = 0;

    /// <summary>The class of keyspace events of modules.</summary>
    internal const int NotifyModule = 1 << 13;

    internal static delegate* unmanaged[Cdecl]<RedisContext*, RedisString*, int, RedisKey*> OpenKey;
    internal static delegate* unmanaged[Cdecl]<RedisKey*, void> CloseKey;
    internal static delegate* unmanaged[Cdecl]<RedisKey*, int> KeyType;
    internal static delegate* unmanaged[Cdecl]<RedisKey*, RedisType*> ModuleTypeGetType;
    internal static delegate* unmanaged[Cdecl]<RedisKey*, void*> ModuleTypeGetValue;
    internal static delegate* unmanaged[Cdecl]<RedisKey*, RedisType*, void*, int> ModuleTypeSetValue;
    internal static delegate* unmanaged[Cdecl]<RedisContext*, int, byte*, RedisString*, int> NotifyKeyspaceEvent;

    private static void BindKeys()
    {
        OpenKey = (delegate* unmanaged[Cdecl]<RedisContext*, RedisString*, int, RedisKey*>)Need("RedisModule_OpenKey"u8);
        CloseKey = (delegate* unmanaged[Cdecl]<RedisKey*, void>)Need("RedisModule_CloseKey"u8);
        KeyType = (delegate* unmanaged[Cdecl]<RedisKey*, int>)Need("RedisModule_KeyType"u8);
        ModuleTypeGetType = (delegate* unmanaged[Cdecl]<RedisKey*, RedisType*>)Need("RedisModule_ModuleTypeGetType"u8);
        ModuleTypeGetValue = (delegate* unmanaged[Cdecl]<RedisKey*, void*>)Need("RedisModule_ModuleTypeGetValue"u8);
        ModuleTypeSetValue = (delegate* unmanaged[Cdecl]<RedisKey*, RedisType*, void*, int>)Need("RedisModule_ModuleTypeSetValue"u8);
        NotifyKeyspaceEvent = (delegate* unmanaged[Cdecl]<RedisContext*, int, byte*, RedisString*, int>)Need("RedisModule_NotifyKeyspaceEvent"u8);
    }
}
