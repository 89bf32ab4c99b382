using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Winnow.Store.Local;
using Winnow.Store.Tests.Local;

namespace Winnow.Store.Tests;

/// <summary>Encryption against a real server.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly string _authority, _server, _client, _stranger;

    public TlsTests()
    {
        (_authority, _server, _client, _stranger) = (File("ca.pem"), File("server.pem"), File("client.pem"), File("stranger.pem"));
        using X509Certificate2 authority = Authority("CN=Winnow test authority"), other = Authority("CN=Another authority");
        System.IO.File.WriteAllText(_authority, authority.ExportCertificatePem());
        System.IO.File.WriteAllText(_stranger, other.ExportCertificatePem());
        Issue(authority, "localhost", _server);
        Issue(authority, "client", _client);
    }

    public void Dispose() => _folder.Dispose();

    [RedisFact]
    public unsafe void Execute_BothSidesShowCertificates_TalksAndCarriesLargeValues()
    {
        using LocalNode node = Start(File("a"), "yes");
        using RedisConnection connection = RedisConnection.Open(new("localhost", TlsPort(node)), Address(_authority, _client));
        byte[] value = new byte[1_000_003], back = new byte[value.Length];
        new Random(1).NextBytes(value);
        fixed (byte* v = value, b = back)
        {
            connection.Execute(new RedisCommand().Start("SET", 2).Key("big"u8).Blob(v, value.Length));
            connection.Execute(new RedisCommand().Start("GET", 1).Key("big"u8).Into(b, back.Length));
        }
        Assert.Equal(value, back);
    }

    [RedisFact]
    public void Open_ServerOrClientUnknown_IsRefused()
    {
        using LocalNode node = Start(File("b"), "yes");
        RedisEndPoint server = new("localhost", TlsPort(node));
        Assert.Throws<RedisConnectionException>(() => RedisConnection.Open(server, Address(_stranger, _client)));              // who signed the server?
        Assert.Throws<RedisConnectionException>(() => RedisConnection.Open(server, Address(_authority, null)));                // we show nothing
        Assert.Throws<RedisConnectionException>(() => RedisConnection.Open(new("127.0.0.1", server.Port), Address(_authority, _client)));       // another name
        using RedisConnection named = RedisConnection.Open(new("127.0.0.1", server.Port), Address(_authority, _client) with
        {
            Tls = new() { AuthorityFile = _authority, CertificateFile = _client, ServerName = "localhost" },
        });
        Assert.False(named.IsClosed);
    }

    [RedisFact]
    public void Open_SilentTlsServer_GivesUpInTime()
    {
        using System.Net.Sockets.TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        RedisEndPoint server = new("localhost", ((IPEndPoint)listener.LocalEndpoint).Port);
        Assert.Throws<RedisConnectionException>(() => RedisConnection.Open(server, Address(_authority, null) with { ConnectTimeout = TimeSpan.FromMilliseconds(300) }));
    }

    private string File(string name) => Path.Combine(_folder.Path, name);

    private static RedisAddress Address(string authority, string? client) => new()
    {
        EndPoints = [new("localhost", 1)],
        Tls = new() { AuthorityFile = authority, CertificateFile = client },
    };

    private LocalNode Start(string folder, string clients)
    {
        using System.Net.Sockets.TcpListener free = new(IPAddress.Loopback, 0);
        free.Start();
        int port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        return LocalNode.Start(new()
        {
            Directory = folder,
            Settings =
            [
                $"tls-port {port}", $"tls-cert-file {_server}", $"tls-key-file {_server}", $"tls-ca-cert-file {_authority}", $"tls-auth-clients {clients}",
            ],
        });
    }

    private static int TlsPort(LocalNode node) =>
        int.Parse(System.IO.File.ReadLines(Path.Combine(node.Directory, "redis.conf")).Single(l => l.StartsWith("tls-port", StringComparison.Ordinal)).Split(' ')[1]);

    private static X509Certificate2 Authority(string name)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(2));
    }

    private static void Issue(X509Certificate2 authority, string name, string path)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        byte[] serial = [1, .. System.Text.Encoding.ASCII.GetBytes(name)];
        using X509Certificate2 certificate = request.Create(authority, TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1), serial);
        System.IO.File.WriteAllText(path, certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n");
    }
}
