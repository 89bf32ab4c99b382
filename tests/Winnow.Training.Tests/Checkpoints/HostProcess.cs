using System.Diagnostics;

namespace Winnow.Training.Tests.Checkpoints;

/// <summary>A training run in a process of its own, which can be killed.</summary>
internal sealed class HostProcess : IDisposable
{
    private readonly Process _process;

    private HostProcess(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        _process = Process.Start(start)!;
    }

    private static string HostPath => Path.Combine(AppContext.BaseDirectory, "Winnow.Training.FaultHost.dll");

    private static string DotnetPath => Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";

    /// <summary>Starts a run.</summary>
    public static HostProcess Start(params string[] arguments) => new(new ProcessStartInfo(DotnetPath, [HostPath, .. arguments]));

    /// <summary>Starts a run that can write no file larger than so many KiB, as on a disk that is full.</summary>
    /// <remarks>The limit would also hit the runtime's own double mapping of code pages, so that is off.</remarks>
    public static HostProcess StartWithFullDisk(int kibibytes, params string[] arguments)
    {
        const string script = "trap '' XFSZ; ulimit -f $0; exec \"$@\"";
        ProcessStartInfo start = new("bash", ["-c", script, $"{kibibytes}", DotnetPath, HostPath, .. arguments]);
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        return new HostProcess(start);
    }

    /// <summary>Kills the process (SIGKILL) once it has told so many events, a moment of spinning later.</summary>
    /// <returns>False if the run came to its end before.</returns>
    public bool KillAfter(int events, int spins)
    {
        for (int i = 0; i < events; i++)
            if (_process.StandardOutput.ReadLine() is null) return false;
        Thread.SpinWait(spins);
        _process.Kill();
        _process.WaitForExit();
        return _process.ExitCode != 0;
    }

    /// <summary>Waits for the end.</summary>
    public (int ExitCode, string Errors) Finish()
    {
        Task<string> errors = _process.StandardError.ReadToEndAsync();
        _process.StandardOutput.ReadToEnd();
        _process.WaitForExit();
        return (_process.ExitCode, errors.GetAwaiter().GetResult());
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
