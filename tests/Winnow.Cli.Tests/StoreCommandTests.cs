using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Winnow.Store.Tests.Local;

namespace Winnow.Cli.Tests;

[Collection("console")]
public sealed class StoreCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("winnow-store-cli-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [ModuleFact]
    public async Task Up_Detached_IsFoundShownStoppedAndStartedAgainOnItsData()
    {
        string port = FreePort();
        CommandLine up = await CommandLine.RunAsync("store", "up", "--dir", _folder, "--port", port, "--append-only", "--detach");
        try
        {
            Assert.True(up.ExitCode == 0, up.Error);
            Assert.Contains($"redis://127.0.0.1:{port}", up.Output, StringComparison.Ordinal);
            CommandLine again = await CommandLine.RunAsync("store", "up", "--dir", _folder);
            Assert.True(again.ExitCode == 0, again.Error);
            Assert.Contains("runs already", again.Output, StringComparison.Ordinal);

            CommandLine other = await CommandLine.RunAsync("store", "up", "--dir", _folder, "--nodes", "3");
            Assert.Equal(1, other.ExitCode);
            Assert.Contains("was made with 1", other.Error, StringComparison.Ordinal);

            CommandLine status = await CommandLine.RunAsync("store", "status", "--dir", _folder, "--json");
            Assert.True(status.ExitCode == 0, status.Error);
            JsonElement root = JsonDocument.Parse(status.Output).RootElement, node = root.GetProperty("nodes")[0];
            Assert.Equal(("ok", 16_384), (node.GetProperty("state").GetString(), node.GetProperty("slots").GetInt32()));
            Assert.True(node.GetProperty("module").GetInt32() > 0);
            Assert.Equal(0, root.GetProperty("runs").GetArrayLength());
        }
        finally
        {
            CommandLine down = await CommandLine.RunAsync("store", "down", "--dir", _folder);
            Assert.Contains("Stopped 1 node", down.Error, StringComparison.Ordinal);
        }
        CommandLine silent = await CommandLine.RunAsync("store", "status", "--dir", _folder);
        Assert.Equal(1, silent.ExitCode);
        Assert.Contains("does not run", silent.Error, StringComparison.Ordinal);
        Assert.True(Directory.Exists(Path.Combine(_folder, "node-1", "appendonlydir")));
    }

    [Theory]
    [InlineData("there is no local store", "store", "status", "--dir", "/no/such/store")]
    [InlineData("there is no local store", "store", "down", "--dir", "/no/such/store")]
    [InlineData("redis://", "store", "status", "--store", "http://example")]
    public async Task Misuse_IsExplained(string expected, params string[] line)
    {
        CommandLine run = await CommandLine.RunAsync(line);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.OrdinalIgnoreCase);
    }

    [ModuleFact]
    public async Task Up_SizeThatIsNone_IsExplained()
    {
        CommandLine run = await CommandLine.RunAsync("store", "up", "--dir", _folder, "--max-memory", "plenty");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("512mb", run.Error, StringComparison.Ordinal);
    }

    private static string FreePort()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return $"{((IPEndPoint)socket.LocalEndPoint!).Port}";
    }
}
