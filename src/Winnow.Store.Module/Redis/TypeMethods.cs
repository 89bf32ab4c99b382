namespace Winnow.Store.Module;

/// <summary>What Redis asks of the values of a type; the layout of RedisModuleTypeMethods, version 4, of Redis 7.0.</summary>
internal unsafe struct TypeMethods
{
    /// <summary>The version this layout belongs to.</summary>
    internal const ulong CurrentVersion = 4;

    internal ulong Version;
    internal delegate* unmanaged[Cdecl]<RedisIo*, int, void*> RdbLoad;
    internal delegate* unmanaged[Cdecl]<RedisIo*, void*, void> RdbSave;
    internal delegate* unmanaged[Cdecl]<RedisIo*, RedisString*, void*, void> AofRewrite;
    internal void* MemUsage;
    internal delegate* unmanaged[Cdecl]<RedisDigest*, void*, void> Digest;
    internal delegate* unmanaged[Cdecl]<void*, void> Free;
    internal void* AuxLoad;
    internal void* AuxSave;
    internal int AuxSaveTriggers;
    internal void* FreeEffort;
    internal void* Unlink;
    internal void* Copy;
    internal void* Defrag;
    internal delegate* unmanaged[Cdecl]<RedisKeyContext*, void*, nuint, nuint> MemUsage2;
    internal delegate* unmanaged[Cdecl]<RedisKeyContext*, void*, nuint> FreeEffort2;
    internal void* Unlink2;
    internal delegate* unmanaged[Cdecl]<RedisKeyContext*, void*, void*> Copy2;
}
