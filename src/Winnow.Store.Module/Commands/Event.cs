namespace Winnow.Store.Module;

/// <summary>Keyspace notifications, of class "d" (module). Made for what changes a key as a whole; pushes are too many.</summary>
internal static unsafe class Event
{
    internal static void Notify(in Request request, ReadOnlySpan<byte> name)
    {
        fixed (byte* text = name) RedisApi.NotifyKeyspaceEvent(request.Context, RedisApi.NotifyModule, text, request.Key);
    }
}
