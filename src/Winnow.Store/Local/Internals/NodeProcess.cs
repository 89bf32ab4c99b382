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

    public bool HasExited => _child?.HasExited ?? !IsServer(Id, null);

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
    private static bool IsServer(int id, int? port)
    {
        string folder = string.Create(CultureInfo.InvariantCulture, $"/proc/{id}");
        try
        {
            string stat = File.ReadAllText(folder + "/stat");
            char state = stat[stat.LastIndexOf(')') + 2];
            string title = File.ReadAllText(folder + "/cmdline");
            return state is not ('Z' or 'X') && title.Contains("redis-server", StringComparison.Ordinal)
                && (port is not { } p || title.Contains(string.Create(CultureInfo.InvariantCulture, $":{p}"), StringComparison.Ordinal));
        }
        catch (IOException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int id, int signal);
}
