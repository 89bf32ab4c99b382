namespace Winnow.Store.Module;

/// <content>Types of values.</content>
internal static unsafe partial class RedisApi
{
    internal static delegate* unmanaged[Cdecl]<RedisContext*, byte*, int, TypeMethods*, RedisType*> CreateDataType;

    private static void BindTypes() =>
        CreateDataType = (delegate* unmanaged[Cdecl]<RedisContext*, byte*, int, TypeMethods*, RedisType*>)Need("RedisModule_CreateDataType"u8);
}
