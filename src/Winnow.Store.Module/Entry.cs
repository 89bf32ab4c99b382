using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Winnow.Store.Module;

/// <summary>Where Redis enters.</summary>
public static unsafe class Entry
{
    private const int Version = 1, ApiVersion = 1;

    /// <summary>Errors while loading an RDB are answered, not fatal; and values share nothing, so a replica may serve the old ones while it
    /// loads the new.</summary>
    private const int HandleIoErrors = 1 << 0, HandleReplicaAsyncLoad = 1 << 2;

    /// <summary>Registers the module; called once, by <c>MODULE LOAD</c>.</summary>
    /// <param name="context">The context of the module; its first field is the function that finds the others.</param>
    /// <param name="arguments">Arguments of <c>MODULE LOAD</c>; none are known.</param>
    /// <param name="count">Number of these.</param>
    /// <returns>0, or 1 if Redis shall not load the module.</returns>
    [UnmanagedCallersOnly(EntryPoint = "RedisModule_OnLoad", CallConvs = [typeof(CallConvCdecl)])]
    public static int OnLoad(void* context, void** arguments, int count)
    {
        try
        {
            return Load((RedisContext*)context, count) ? RedisApi.Ok : RedisApi.Error;
        }
        catch (Exception e)
        {
            RedisApi.Log((RedisContext*)context, "warning"u8, $"winnow: the module cannot be loaded: {e}");
            return RedisApi.Error;
        }
    }

    private static bool Load(RedisContext* context, int arguments)
    {
        if (!RedisApi.Bind(context)) return false;
        fixed (byte* name = "winnow"u8) RedisApi.SetModuleAttribs(context, name, Version, ApiVersion);
        if (arguments > 0)
        {
            RedisApi.Log(context, "warning"u8, $"winnow: {arguments} module argument(s) came; expected none");
            return false;
        }
        RedisApi.SetModuleOptions(context, HandleIoErrors | HandleReplicaAsyncLoad);
        if (!ValueTypes.Register(context)) return Refused(context, "a data type");
        if (RedisApi.AddAclCategory != null)
            fixed (byte* category = "winnow"u8) RedisApi.AddAclCategory(context, category);
        foreach (Command command in (ReadOnlySpan<Command>)[.. TableCommands.All, .. DenseCommands.All, .. QueueCommands.All, Rebuild.Command])
            if (!command.Register(context)) return Refused(context, command.Name);
        if (!InfoSection.Register(context)) return Refused(context, "its section of INFO");
        MemoryLimit.Watch(context);
        Rehearsal.Run();
        RedisApi.Log(context, "notice"u8, $"winnow: vectors of {System.Numerics.Vector<float>.Count} floats");
        return true;
    }

    private static bool Refused(RedisContext* context, string what)
    {
        RedisApi.Log(context, "warning"u8, $"winnow: this server refuses {what}; is another version of the module loaded?");
        return false;
    }
}
