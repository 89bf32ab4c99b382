using System.Net;
using System.Net.Sockets;

namespace Winnow.Store.Local.Internals;

/// <summary>Ports nobody listens on.</summary>
/// <remarks>Below the range the system takes ports of outgoing connections from, also with the 10,000 of the cluster bus added.</remarks>
internal static class FreePorts
{
    private const int First = 13_000, Count = 9_000, Bus = 10_000;

    private static int s_next = Environment.ProcessId * 41 % Count;

    /// <summary>A port that was free a moment ago, and is not given again by this process for a while.</summary>
    /// <param name="withBus">Whether the port 10,000 above must be free too.</param>
    public static int Take(bool withBus)
    {
        for (int tries = 0; tries < Count; tries++)
        {
            int port = First + (int)((uint)Interlocked.Increment(ref s_next) % Count);
            if (IsFree(port) && (!withBus || IsFree(port + Bus))) return port;
        }
        throw new IOException($"No port from {First} to {First + Count - 1} is free on 127.0.0.1. End servers that are not needed, or name a port.");
    }

    private static bool IsFree(int port)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
