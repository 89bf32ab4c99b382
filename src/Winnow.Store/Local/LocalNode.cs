using System.Diagnostics;
using System.Globalization;
using System.Net;
using Winnow.Store.Local.Internals;
using Winnow.Store.Status;

namespace Winnow.Store.Local;

/// <summary>One redis-server process of this machine, for development and tests: started, stopped, killed, paused, started again on its data.</summary>
/// <remarks>Linux only. It runs in a session of its own, so that Ctrl+C in a terminal does not reach it, and outlives this process unless it is
/// stopped. One thread at a time.</remarks>
public sealed class LocalNode : IDisposable
{
    private const string ConfigurationFile = "redis.conf", PidFile = "redis.pid", LogFile = "redis.log", OutputFile = "output.log";
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(10), s_mostToStop = TimeSpan.FromSeconds(60), s_mostToDie = TimeSpan.FromSeconds(10);

    private readonly LocalNodeOptions _options;
    private NodeProcess? _process;

    private LocalNode(LocalNodeOptions options, int port, NodeProcess? process)
    {
        (_options, Port, _process) = (options, port, process);
    }

    /// <summary>TCP port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Where its configuration, log and data lie.</summary>
    public string Directory => Path.GetFullPath(_options.Directory);

    /// <summary>Where clients reach it.</summary>
    public IPEndPoint EndPoint => new(IPAddress.Loopback, Port);

    /// <summary>Where clients reach it, as <c>--store</c> takes it; without the password.</summary>
    public string Url => string.Create(CultureInfo.InvariantCulture, $"redis://127.0.0.1:{Port}");

    /// <summary>The number of its process; −1 if it does not run.</summary>
    public int ProcessId => _process is { HasExited: false } p ? p.Id : -1;

    /// <summary>Whether its process lives; a paused one does.</summary>
    public bool IsRunning => ProcessId >= 0;

    /// <summary>Starts a node and waits until it answers.</summary>
    /// <param name="options">How it runs. Data that lies in its directory is loaded.</param>
    /// <param name="cancel">Gives up; the process is killed.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="FileNotFoundException">There is no redis-server.</exception>
    /// <exception cref="IOException">It did not start; the message has the last lines of its log.</exception>
    public static LocalNode Start(LocalNodeOptions options, CancellationToken cancel = default)
    {
        options.Validate();
        const int tries = 8;
        for (int left = tries; ; left--)
        {
            LocalNode node = new(options, options.Port != 0 ? options.Port : FreePorts.Take(options.InCluster), null);
            try
            {
                node.Start(cancel);
                return node;
            }
            catch (IOException) when (options.Port == 0 && left > 1 && node.Log(20).Contains("bind: Address already in use", StringComparison.Ordinal))
            {
                node.Dispose();     // somebody took the port since it was found free
            }
        }
    }

    /// <summary>Takes over the node of a directory, started by another process.</summary>
    /// <param name="options">How it was started, its port included.</param>
    /// <returns>The node, running or not.</returns>
    public static LocalNode Attach(LocalNodeOptions options)
    {
        options.Validate();
        if (options.Port == 0) throw new ArgumentException("Port is 0; expected the port the node was started on.", nameof(options));
        string pid = Path.Combine(options.Directory, PidFile);
        NodeProcess? process = File.Exists(pid) && int.TryParse(File.ReadAllText(pid), CultureInfo.InvariantCulture, out int id) ? NodeProcess.Find(id, options.Port) : null;
        return new LocalNode(options, options.Port, process);
    }

    /// <summary>Starts the node again after it was stopped or killed, on the data that lie in its directory.</summary>
    /// <param name="cancel">Gives up; the process is killed.</param>
    /// <exception cref="InvalidOperationException">It runs.</exception>
    /// <exception cref="IOException">It did not start; the message has the last lines of its log.</exception>
    public void Start(CancellationToken cancel = default)
    {
        if (IsRunning) throw new InvalidOperationException($"The node on port {Port} runs already, as process {ProcessId}.");
        string program = RedisServerProgram.Find().Path;
        System.IO.Directory.CreateDirectory(Directory);
        File.Delete(Path.Combine(Directory, PidFile));
        string configuration = Path.Combine(Directory, ConfigurationFile);
        File.WriteAllText(configuration, _options.Configuration(Port));
        _process = NodeProcess.Start(program, configuration, Path.Combine(Directory, OutputFile));
        try
        {
            WaitUntilReady(cancel);
        }
        catch
        {
            Kill();
            throw;
        }
    }

    /// <summary>Asks the node to end, and waits for it. It writes a snapshot first if it has save points; an append-only file is complete.</summary>
    /// <exception cref="IOException">It did not end within a minute.</exception>
    public void Stop()
    {
        if (!IsRunning) return;
        _process!.Signal(NodeProcess.Resume);
        _process.Signal(NodeProcess.Terminate);
        if (!_process.WaitForExit(s_mostToStop))
            throw new IOException($"The node on port {Port} (process {ProcessId}) did not end within {s_mostToStop.TotalSeconds:0} s. Its log ends:{Environment.NewLine}{Log(5)}");
    }

    /// <summary>Ends the process at once, as a power cut would (SIGKILL). Writes the system has taken are kept by it.</summary>
    public void Kill()
    {
        if (!IsRunning) return;
        _process!.Signal(NodeProcess.KillNow);
        if (!_process.WaitForExit(s_mostToDie)) throw new IOException($"Process {_process.Id} of the node on port {Port} survived SIGKILL for {s_mostToDie.TotalSeconds:0} s.");
    }

    /// <summary>Stops the process from running, connections open (SIGSTOP): to others it looks as if it had hung.</summary>
    public void Pause() => Signal(NodeProcess.Pause);

    /// <summary>Lets a paused process run on (SIGCONT).</summary>
    public void Resume() => Signal(NodeProcess.Resume);

    /// <summary>Deletes the data of a node that does not run, and what it knew of its cluster.</summary>
    /// <exception cref="InvalidOperationException">It runs.</exception>
    public void Wipe()
    {
        if (IsRunning) throw new InvalidOperationException($"The node on port {Port} runs, as process {ProcessId}; stop it before its data are deleted.");
        if (System.IO.Directory.Exists(Directory)) System.IO.Directory.Delete(Directory, recursive: true);
    }

    /// <summary>Sends one command and waits for its answer: for looking after the node, not for data.</summary>
    /// <param name="command">The words of the command.</param>
    /// <exception cref="RedisConnectionException">The node does not answer.</exception>
    /// <exception cref="RedisErrorException">It answers with an error.</exception>
    public RespValue Execute(params ReadOnlySpan<string> command)
    {
        using RedisConnection connection = Connect();
        return connection.Execute(RedisCommand.Of(command));
    }

    /// <summary>A connection to the node, which the caller disposes.</summary>
    /// <exception cref="RedisConnectionException">The node does not answer.</exception>
    public RedisConnection Connect()
    {
        RedisEndPoint endPoint = new("127.0.0.1", Port);
        return RedisConnection.Open(endPoint, new RedisAddress { EndPoints = [endPoint], Password = _options.Password });
    }

    /// <summary>A field of INFO.</summary>
    /// <param name="field">Its name, such as <c>role</c>.</param>
    /// <returns>Its text; null if INFO has no such field.</returns>
    public string? Info(string field) => Info().GetValueOrDefault(field);

    /// <summary>All fields of INFO, those of modules included.</summary>
    public IReadOnlyDictionary<string, string> Info()
    {
        using RedisConnection connection = Connect();
        return NodeReader.Fields(connection);
    }

    /// <summary>The last lines of what the node has logged and printed.</summary>
    /// <param name="lines">Most lines.</param>
    public string Log(int lines) => string.Join(Environment.NewLine,
        Tail(LogFile, lines).Concat(Tail(OutputFile, lines)).Where(l => !string.IsNullOrWhiteSpace(l)).TakeLast(lines));

    /// <summary>Kills the process if this object started it and it still runs. The directory stays.</summary>
    public void Dispose()
    {
        if (_process is { IsChild: true }) Kill();
        _process?.Dispose();
        _process = null;
    }

    /// <summary>Lets the process live on without this object.</summary>
    internal void Detach()
    {
        _process?.Dispose();
        _process = null;
    }

    private void Signal(int signal)
    {
        if (!IsRunning) throw new InvalidOperationException($"The node on port {Port} does not run.");
        _process!.Signal(signal);
    }

    private void WaitUntilReady(CancellationToken cancel)
    {
        long began = Stopwatch.GetTimestamp();
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            if (_process!.HasExited) throw Failure("ended before it answered");
            if (Answers()) return;
            if (Stopwatch.GetElapsedTime(began) > _options.ReadyWithin) throw Failure($"did not answer within {_options.ReadyWithin.TotalSeconds:0} s");
            Thread.Sleep(s_look);
        }
    }

    private IOException Failure(string what) =>
        new($"redis-server on port {Port} {what}. {Path.Combine(Directory, LogFile)} ends:{Environment.NewLine}{Log(12)}");

    /// <summary>True once the data are loaded, and it is this node that answers rather than another one on its port.</summary>
    private bool Answers()
    {
        try
        {
            return Execute("PING").Text == "PONG" && Info("process_id") == _process!.Id.ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception failure) when (failure is IOException or RedisErrorException)
        {
            return false;       // not listening yet, or loading
        }
    }

    private string[] Tail(string name, int lines)
    {
        string path = Path.Combine(Directory, name);
        if (!File.Exists(path)) return [];
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Seek(-Math.Min(file.Length, 16_384), SeekOrigin.End);
        using StreamReader reader = new(file);
        return [.. reader.ReadToEnd().Split('\n').Where(l => l.Length > 0).TakeLast(lines)];
    }
}
