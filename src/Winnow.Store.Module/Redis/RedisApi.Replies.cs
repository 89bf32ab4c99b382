namespace Winnow.Store.Module;

/// <content>Replies.</content>
internal static unsafe partial class RedisApi
{
    internal static delegate* unmanaged[Cdecl]<RedisContext*, int> WrongArity;
    internal static delegate* unmanaged[Cdecl]<RedisContext*, byte*, int> ReplyWithError;
    internal static delegate* unmanaged[Cdecl]<RedisContext*, byte*, int> ReplyWithSimpleString;
    internal static delegate* unmanaged[Cdecl]<RedisContext*, byte*, nuint, int> ReplyWithStringBuffer;
    internal static delegate* unmanaged[Cdecl]<RedisContext*, long, int> ReplyWithLongLong;
    internal static delegate* unmanaged[Cdecl]<RedisContext*, nint, int> ReplyWithArray;
    internal static delegate* unmanaged[Cdecl]<RedisContext*, nint, int> ReplyWithMap;
    internal static delegate* unmanaged[Cdecl]<RedisContext*, int> ReplyWithNull;

    private static void BindReplies()
    {
        WrongArity = (delegate* unmanaged[Cdecl]<RedisContext*, int>)Need("RedisModule_WrongArity"u8);
        ReplyWithError = (delegate* unmanaged[Cdecl]<RedisContext*, byte*, int>)Need("RedisModule_ReplyWithError"u8);
        ReplyWithSimpleString = (delegate* unmanaged[Cdecl]<RedisContext*, byte*, int>)Need("RedisModule_ReplyWithSimpleString"u8);
        ReplyWithStringBuffer = (delegate* unmanaged[Cdecl]<RedisContext*, byte*, nuint, int>)Need("RedisModule_ReplyWithStringBuffer"u8);
        ReplyWithLongLong = (delegate* unmanaged[Cdecl]<RedisContext*, long, int>)Need("RedisModule_ReplyWithLongLong"u8);
        ReplyWithArray = (delegate* unmanaged[Cdecl]<RedisContext*, nint, int>)Need("RedisModule_ReplyWithArray"u8);
        ReplyWithMap = (delegate* unmanaged[Cdecl]<RedisContext*, nint, int>)Need("RedisModule_ReplyWithMap"u8);
        ReplyWithNull = (delegate* unmanaged[Cdecl]<RedisContext*, int>)Need("RedisModule_ReplyWithNull"u8);
    }
}
