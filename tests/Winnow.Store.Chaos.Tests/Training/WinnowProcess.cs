using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Winnow.Store.Chaos.Tests.Training;

/// <summary>The winnow command in a process of its own.</summary>
internal sealed class WinnowProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new(), _errors = new();
    private bool _isDisposed;

    public WinnowProcess(params ReadOnlySpan<string> arguments)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "winnow.dll"));
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Take(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Take(_errors, line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    public string Output => Text(_output);

    public string Errors => Text(_errors);

    /// <summary>The processes it started itself: the workers of a coordinator.</summary>
    public IReadOnlyList<int> Children
    {
        get
        {
            string path = string.Create(CultureInfo.InvariantCulture, $"/proc/{_process.Id}/task");
            return [.. Directory.GetDirectories(path).SelectMany(t => File.ReadAllText(Path.Combine(t, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Select(c => int.Parse(c, CultureInfo.InvariantCulture))];
        }
    }

    /// <summary>kill -9 of one of its children.</summary>
    /// <returns>False if there is none.</returns>
    public bool KillChild()
    {
        if (Children is not [int first, ..]) return false;
        using Process child = Process.GetProcessById(first);
        child.Kill();
        return true;
    }

    public async Task<int> EndAsync(TimeSpan most)
    {
        using CancellationTokenSource late = new(most);
        await _process.WaitForExitAsync(late.Token);
        return _process.ExitCode;
    }

    /// <summary>Kills it, and what it started, if it still runs; harmless when repeated.</summary>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static void Take(StringBuilder text, string? line)
    {
        lock (text) text.AppendLine(line);
    }

    private static string Text(StringBuilder text)
    {
        lock (text) return text.ToString();
    }
}
