using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Winnow.Serving.Tests.Features;

/// <summary>A PostgreSQL server of the tests' own: in a temporary folder, on a free port of loopback, gone afterwards.</summary>
public sealed class PostgresCluster : IDisposable
{
    private const string Programs = "/usr/lib/postgresql/15/bin";

    private readonly string _folder = Directory.CreateTempSubdirectory("winnow-postgres").FullName;
    private readonly int _port = FreePort();
    private bool _isUp;

    /// <summary>Whether the programs are there.</summary>
    public static bool IsInstalled => File.Exists(Path.Combine(Programs, "initdb"));

    /// <summary>What a store connects with.</summary>
    public string Connection => $"Host=127.0.0.1;Port={_port};Database=postgres;Username=winnow;Timeout=2;Command Timeout=5";

    /// <summary>Makes the cluster and starts it, once.</summary>
    public void Start()
    {
        if (_isUp) return;
        string data = Path.Combine(_folder, "data");
        if (!Directory.Exists(data))
        {
            if (IsRoot) Run("chown", "postgres", _folder);
            Run(Program("initdb"), "-D", data, "-U", "winnow", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C");
        }
        Run(Program("pg_ctl"), "-D", data, "-l", Path.Combine(_folder, "log"), "-w", "-o", $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={_folder} -c fsync=off", "start");
        _isUp = true;
    }

    /// <summary>Kills it, as a machine that fails does.</summary>
    public void Kill()
    {
        if (!_isUp) return;
        Run(Program("pg_ctl"), "-D", Path.Combine(_folder, "data"), "-m", "immediate", "-w", "stop");
        _isUp = false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Kill();
        Directory.Delete(_folder, recursive: true);
    }

    private static bool IsRoot => Environment.UserName == "root";

    private static string Program(string name) => Path.Combine(Programs, name);

    /// <summary>The database refuses to run as root.</summary>
    private static void Run(string program, params string[] arguments)
    {
        bool asPostgres = IsRoot && program.StartsWith('/');
        ProcessStartInfo start = new(asPostgres ? "runuser" : program) { WorkingDirectory = "/tmp", RedirectStandardOutput = false };
        string[] all = asPostgres ? ["-u", "postgres", "--", "sh", "-c", "exec \"$0\" \"$@\" > /dev/null 2>&1", program, .. arguments] : arguments;
        foreach (string argument in all) start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>A test that needs PostgreSQL; it is skipped, and says so, where that is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresCluster.IsInstalled ? null : "PostgreSQL 15 is not installed under /usr/lib/postgresql: the store in a database was not tested.";
}
