using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Winnow.Store.Local.Internals;

/// <summary>A redis-server process, a child of this one or not.</summary>
internal sealed partial class NodeProcess : IDisposable
{
    public const int KillNow = 9, Terminate = 15, Resume = 18, Pause = 19;      // numbers of Linux

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(5);
    private readonly Process? _child;

    private NodeProcess(int id, Process? child) => (Id, _child) = (id, child);

    public int Id { get; }

    public bool IsChild => _child is not null;

    public bool HasExited => _child is { HasExited: true } || !IsAlive(Id);

    /// <summary>Starts the program in a session of its own, with what it prints going to a file.</summary>
    public static NodeProcess Start(string program, string configuration, string output)
    {
        // Each exec keeps the process number; pipes to this process would break when it ends before the server.
        ProcessStartInfo start = new("/bin/sh") { WorkingDirectory = Path.GetDirectoryName(configuration) };
        foreach (string word in (string[])["-c", "exec setsid \"$0\" \"$1\" </dev/null >\"$2\" 2>&1", program, configuration, output]) start.ArgumentList.Add(word);
        Process child = Process.Start(start)!;
        return new NodeProcess(child.Id, child);
    }

    /// <summary>The server with a process number and a port; null if that process is gone or something else.</summary>
    public static NodeProcess? Find(int id, int port) => IsServer(id, port) ? new NodeProcess(id, null) : null;

    public void Signal(int signal)
    {
        if (!HasExited) _ = Kill(Id, signal);     // it may end at any moment, which is no fault
    }

    public bool WaitForExit(TimeSpan most)
    {
        if (_child is not null) return _child.WaitForExit(most);
        for (long began = Stopwatch.GetTimestamp(); !HasExited; Thread.Sleep(s_look))
            if (Stopwatch.GetElapsedTime(began) > most) return false;
        return true;
    }

    public void Dispose() => _child?.Dispose();

    /// <summary>Process numbers are used again: a server shows its address in its title.</summary>
    private static bool IsServer(int id, int port)
    {
        if (!IsAlive(id) || Read(id, "cmdline") is not { } title) return false;
        return title.Contains("redis-server", StringComparison.Ordinal) && title.Contains(string.Create(CultureInfo.InvariantCulture, $":{port}"), StringComparison.Ordinal);
    }

    /// <summary>False also for a process that has ended and whose parent has not asked yet.</summary>
    private static bool IsAlive(int id) => Read(id, "stat") is { } stat && stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');

    private static string? Read(int id, string file)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/{file}")) is { Length: > 0 } text ? text : null;
        }
        catch (IOException)
        {
            return null;        // the process is gone
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int id, int signal);
}
