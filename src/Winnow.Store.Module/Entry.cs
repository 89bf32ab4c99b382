using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Winnow.Store.Module;

/// <summary>Where Redis enters.</summary>
public static unsafe class Entry
{
    private const int Version = 1, ApiVersion = 1, Ok = 0, Error = 1;

    /// <summary>Registers the module; called once, by <c>MODULE LOAD</c>.</summary>
    /// <param name="context">The context of the module; its first field is the function that finds the others.</param>
    /// <param name="arguments">Arguments of <c>MODULE LOAD</c>.</param>
    /// <param name="count">Number of these.</param>
    /// <returns>0, or 1 if Redis shall not load the module.</returns>
    [UnmanagedCallersOnly(EntryPoint = "RedisModule_OnLoad", CallConvs = [typeof(CallConvCdecl)])]
    public static int OnLoad(void* context, void** arguments, int count)
    {
        var find = (delegate* unmanaged[Cdecl]<byte*, void**, int>)*(void**)context;
        void* set;
        fixed (byte* name = "RedisModule_SetModuleAttribs"u8)
            if (find(name, &set) != Ok) return Error;
        fixed (byte* name = "winnow"u8) ((delegate* unmanaged[Cdecl]<void*, byte*, int, int, void>)set)(context, name, Version, ApiVersion);
        return Ok;
    }
}
