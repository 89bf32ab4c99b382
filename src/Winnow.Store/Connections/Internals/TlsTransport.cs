using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Winnow.Store;

/// <summary>An encrypted connection. Small pieces are put together, so that each does not become a record of its own.</summary>
internal sealed unsafe class TlsTransport : Transport
{
    private const int RecordBytes = 16 * 1024;

    private readonly Socket _socket;
    private readonly SslStream _stream;
    private readonly byte[] _record = new byte[RecordBytes];
    private int _filled;

    /// <exception cref="System.Security.Authentication.AuthenticationException">The server is not who it should be, or does not accept us.</exception>
    internal TlsTransport(Socket socket, string host, TlsOptions options)
    {
        _socket = socket;
        _stream = new(new NetworkStream(socket, ownsSocket: true));
        try
        {
            _stream.AuthenticateAsClient(Options(host, options));
        }
        catch
        {
            _stream.Dispose();
            throw;
        }
    }

    internal override void Send(Span<IoVector> pieces)
    {
        foreach (IoVector piece in pieces)
            for (nuint at = 0; at < piece.Length;) at += Append(piece.Start + at, piece.Length - at);
        Flush();
    }

    internal override int Receive(byte* first, long firstBytes, byte* second, int secondBytes)
    {
        _socket.ReceiveTimeout = Remaining();
        int received = Timed(() => _stream.Read(new Span<byte>(first, (int)Math.Min(firstBytes, int.MaxValue))));
        return received > 0 ? received : throw new IOException("the server closed the connection");
    }

    public override void Dispose() => _stream.Dispose();

    private static SslClientAuthenticationOptions Options(string host, TlsOptions options)
    {
        SslClientAuthenticationOptions result = new() { TargetHost = options.ServerName ?? host };
        if (options.AuthorityFile is { } authority)
        {
            X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.ImportFromPemFile(authority);
            result.CertificateChainPolicy = policy;
        }
        if (options.CertificateFile is { } certificate)
            result.ClientCertificates = [X509Certificate2.CreateFromPemFile(certificate, options.KeyFile)];
        return result;
    }

    private nuint Append(byte* data, nuint bytes)
    {
        int part = (int)nuint.Min(bytes, (nuint)(RecordBytes - _filled));
        new ReadOnlySpan<byte>(data, part).CopyTo(_record.AsSpan(_filled));
        _filled += part;
        if (_filled == RecordBytes) Flush();
        return (nuint)part;
    }

    private void Flush()
    {
        _socket.SendTimeout = Remaining();
        Timed(() =>
        {
            _stream.Write(_record.AsSpan(0, _filled));
            return 0;
        });
        _filled = 0;
    }

    private static int Timed(Func<int> call)
    {
        try
        {
            return call();
        }
        catch (IOException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.TimedOut or SocketError.WouldBlock })
        {
            throw new TimeoutException("the time for the answer is over", e);
        }
    }
}
