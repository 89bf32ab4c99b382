namespace Winnow.Store.Module;

/// <content>Registering the module and its commands; replication.</content>
internal static unsafe partial class RedisApi
{
    internal static delegate* unmanaged[Cdecl]<RedisContext*, byte*, int, int, void> SetModuleAttribs;
    internal static delegate* unmanaged[Cdecl]<RedisContext*, int, void> SetModuleOptions;
    internal static delegate* unmanaged[Cdecl]<RedisContext*, byte*, delegate* unmanaged[Cdecl]<RedisContext*, RedisString**, int, int>, byte*, int, int, int, int> CreateCommand;
    internal static delegate* unmanaged[Cdecl]<RedisContext*, byte*, RedisCommand*> GetCommand;
    internal static delegate* unmanaged[Cdecl]<RedisCommand*, CommandInfo*, int> SetCommandInfo;
    internal static delegate* unmanaged[Cdecl]<RedisContext*, int> ReplicateVerbatim;
    internal static delegate* unmanaged[Cdecl]<RedisContext*, byte*, byte*, RedisString*, RedisString*, RedisString*, byte*, long, int> ReplicateSssCl;
    internal static delegate* unmanaged[Cdecl]<RedisString*, nuint*, byte*> StringPtrLen;

    /// <summary>Makes a category of commands for access control; null before Redis 7.4.</summary>
    internal static delegate* unmanaged[Cdecl]<RedisContext*, byte*, int> AddAclCategory;

    /// <summary>Puts a command into categories; null before Redis 7.2.</summary>
    internal static delegate* unmanaged[Cdecl]<RedisCommand*, byte*, int> SetCommandAclCategories;

    private static void BindCommands()
    {
        SetModuleAttribs = (delegate* unmanaged[Cdecl]<RedisContext*, byte*, int, int, void>)Need("RedisModule_SetModuleAttribs"u8);
        SetModuleOptions = (delegate* unmanaged[Cdecl]<RedisContext*, int, void>)Need("RedisModule_SetModuleOptions"u8);
        CreateCommand = (delegate* unmanaged[Cdecl]<RedisContext*, byte*, delegate* unmanaged[Cdecl]<RedisContext*, RedisString**, int, int>, byte*, int, int, int, int>)
            Need("RedisModule_CreateCommand"u8);
        GetCommand = (delegate* unmanaged[Cdecl]<RedisContext*, byte*, RedisCommand*>)Need("RedisModule_GetCommand"u8);
        SetCommandInfo = (delegate* unmanaged[Cdecl]<RedisCommand*, CommandInfo*, int>)Need("RedisModule_SetCommandInfo"u8);
        ReplicateVerbatim = (delegate* unmanaged[Cdecl]<RedisContext*, int>)Need("RedisModule_ReplicateVerbatim"u8);
        ReplicateSssCl = (delegate* unmanaged[Cdecl]<RedisContext*, byte*, byte*, RedisString*, RedisString*, RedisString*, byte*, long, int>)
            Need("RedisModule_Replicate"u8);
        StringPtrLen = (delegate* unmanaged[Cdecl]<RedisString*, nuint*, byte*>)Need("RedisModule_StringPtrLen"u8);
        AddAclCategory = (delegate* unmanaged[Cdecl]<RedisContext*, byte*, int>)Find("RedisModule_AddACLCategory"u8);
        SetCommandAclCategories = (delegate* unmanaged[Cdecl]<RedisCommand*, byte*, int>)Find("RedisModule_SetCommandACLCategories"u8);
    }
}
