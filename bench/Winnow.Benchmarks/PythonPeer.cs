using System.Diagnostics;
using System.Runtime.Intrinsics.X86;

namespace Winnow.Benchmarks;

/// <summary>A peer that runs in a Python child process: a line of words in, a line of JSON out.</summary>
internal sealed class PythonPeer : IDisposable
{
    private readonly Process _process;

    private PythonPeer(Process process) => _process = process;

    /// <summary>Starts a script and reads its first line.</summary>
    /// <param name="script">Path of the script.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="greeting">The first line it prints.</param>
    /// <returns>Null if there is no such script, no Python, or it ends without a line; its complaint is on standard error.</returns>
    internal static PythonPeer? TryStart(string script, IEnumerable<string> arguments, out string greeting)
    {
        greeting = "";
        if (!File.Exists(script)) return null;
        ProcessStartInfo start = new(Python, [script, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        // OpenBLAS 0.3.21 does not know recent processors and falls back to kernels half as fast: unfair to the peer.
        if (Avx512F.IsSupported) start.Environment.TryAdd("OPENBLAS_CORETYPE", "SKYLAKEX");
        PythonPeer peer;
        try
        {
            peer = new PythonPeer(Process.Start(start)!);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
        if (peer._process.StandardOutput.ReadLine() is not { } line)
        {
            peer.Dispose();
            return null;
        }
        greeting = line;
        return peer;
    }

    private static string Python =>
        Environment.GetEnvironmentVariable("WINNOW_PYTHON") ?? (File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3");

    /// <summary>Sends one line and waits for one.</summary>
    internal string Ask(string line)
    {
        _process.StandardInput.WriteLine(line);
        return _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"The peer ended on '{line}'; see standard error.");
    }

    /// <summary>Waits for one more line of a peer that talks by itself; null when it has ended.</summary>
    internal string? Next() => _process.StandardOutput.ReadLine();

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(5))) _process.Kill();
        _process.Dispose();
    }
}
