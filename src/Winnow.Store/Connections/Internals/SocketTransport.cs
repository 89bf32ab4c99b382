using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Winnow.Store;

/// <summary>A plain TCP connection. On Linux several pieces go in one system call; elsewhere one after the other.</summary>
internal sealed unsafe partial class SocketTransport(Socket socket) : Transport
{
    private const int MostPieces = 1024;                // IOV_MAX of Linux
    private const int Interrupted = 4, TryAgain = 11;   // EINTR, EAGAIN of Linux
    private const long MostBytesACall = 1L << 30;

    private int _timeout;

    internal override void Send(Span<IoVector> pieces)
    {
        while (!pieces.IsEmpty)
        {
            if (pieces[0].Length == 0)
            {
                pieces = pieces[1..];
                continue;
            }
            SetTimeout();
            long sent = OperatingSystem.IsLinux() ? SendPieces(pieces) : SendOne(pieces[0]);
            while (sent > 0)
            {
                nuint part = nuint.Min((nuint)sent, pieces[0].Length);
                pieces[0] = new(pieces[0].Start + part, pieces[0].Length - part);
                sent -= (long)part;
                if (pieces[0].Length == 0) pieces = pieces[1..];
            }
        }
    }

    internal override int Receive(byte* first, long firstBytes, byte* second, int secondBytes)
    {
        while (true)
        {
            SetTimeout();
            long received = OperatingSystem.IsLinux() ? ReceivePieces(first, firstBytes, second, secondBytes) : ReceiveOne(first, firstBytes);
            if (received > 0) return (int)received;
            if (received == 0) throw new IOException("the server closed the connection");
        }
    }

    public override void Dispose() => socket.Dispose();

    /// <summary>Tells the system how long it may wait, but not each time anew: what is left need only be about right.</summary>
    private void SetTimeout()
    {
        int remaining = Remaining();
        if (remaining > _timeout * 0.75 && remaining < _timeout * 1.5) return;
        socket.SendTimeout = socket.ReceiveTimeout = _timeout = remaining;
    }

    private long SendPieces(Span<IoVector> pieces)
    {
        fixed (IoVector* p = pieces)
        {
            nint sent = WriteVector(socket.SafeHandle, p, Math.Min(pieces.Length, MostPieces));
            return sent >= 0 ? sent : Failed();
        }
    }

    private long ReceivePieces(byte* first, long firstBytes, byte* second, int secondBytes)
    {
        IoVector* pieces = stackalloc IoVector[2];
        pieces[0] = new(first, (nuint)Math.Min(firstBytes, MostBytesACall));
        pieces[1] = new(second, firstBytes > MostBytesACall ? 0 : (nuint)secondBytes);
        nint received = ReadVector(socket.SafeHandle, pieces, pieces[1].Length == 0 ? 1 : 2);
        return received >= 0 ? received : Failed();
    }

    /// <returns>−1: once more; the deadline decides whether there is time for it.</returns>
    private static long Failed()
    {
        int error = Marshal.GetLastPInvokeError();
        return error is Interrupted or TryAgain ? -1 : throw new IOException(Marshal.GetPInvokeErrorMessage(error));
    }

    private int SendOne(IoVector piece) => Retried(() => socket.Send(new ReadOnlySpan<byte>(piece.Start, (int)Math.Min(piece.Length, (nuint)MostBytesACall))));

    private int ReceiveOne(byte* target, long bytes) => Retried(() => socket.Receive(new Span<byte>(target, (int)Math.Min(bytes, MostBytesACall))));

    private static int Retried(Func<int> call)
    {
        try
        {
            return call();
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock or SocketError.Interrupted)
        {
            return -1;
        }
        catch (SocketException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    [LibraryImport("libc", EntryPoint = "writev", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint WriteVector(SafeHandle socket, IoVector* pieces, int count);

    [LibraryImport("libc", EntryPoint = "readv", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint ReadVector(SafeHandle socket, IoVector* pieces, int count);
}
