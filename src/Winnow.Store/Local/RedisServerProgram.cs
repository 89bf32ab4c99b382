using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Winnow.Store.Local;

/// <summary>The redis-server of this machine.</summary>
/// <param name="Path">The program.</param>
/// <param name="Version">What it says it is.</param>
public sealed partial record RedisServerProgram(string Path, Version Version)
{
    /// <summary>Environment variable that names another redis-server than the one on PATH.</summary>
    public const string Variable = "WINNOW_REDIS_SERVER";

    /// <summary>Oldest version the module runs in.</summary>
    public static Version Oldest { get; } = new(7, 0);

    private static readonly Lazy<(RedisServerProgram? Program, string? Fault)> s_here = new(Look);

    /// <summary>Why there is no usable redis-server on this machine; null if there is one.</summary>
    public static string? Missing => s_here.Value.Fault;

    /// <summary>Finds the program: what the variable names, else the first on PATH. Looked for once a process.</summary>
    /// <exception cref="FileNotFoundException">There is none, or it is too old; the message says what to do.</exception>
    public static RedisServerProgram Find() => s_here.Value.Program ?? throw new FileNotFoundException(s_here.Value.Fault);

    private static (RedisServerProgram? Program, string? Fault) Look()
    {
        string? named = Environment.GetEnvironmentVariable(Variable);
        string? path = string.IsNullOrEmpty(named) ? OnPath("redis-server") : File.Exists(named) ? System.IO.Path.GetFullPath(named) : null;
        if (path is null)
        {
            return (null, string.IsNullOrEmpty(named)
                ? $"There is no redis-server on PATH; Redis {Oldest} or later is needed. Install it (`apt-get install redis-server`), or name it in {Variable}."
                : $"{Variable} is '{named}', where there is no file; name a redis-server of version {Oldest} or later.");
        }
        Version? version = VersionOf(path);
        return version is null ? (null, $"'{path} --version' does not say a version; Redis {Oldest} or later is needed. Name another one in {Variable}.")
            : version < Oldest ? (null, $"{path} is Redis {version}; {Oldest} or later is needed. Upgrade it, or name another one in {Variable}.")
            : (new RedisServerProgram(path, version), null);
    }

    private static string? OnPath(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Append("/usr/local/bin").Append("/usr/bin")
        .Select(folder => System.IO.Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    private static Version? VersionOf(string path)
    {
        using Process said = Process.Start(new ProcessStartInfo(path, "--version") { RedirectStandardOutput = true })!;
        string text = said.StandardOutput.ReadToEnd();
        said.WaitForExit();
        return VersionPattern().Match(text) is { Success: true } match ? Version.Parse(match.Groups[1].ValueSpan) : null;
    }

    [GeneratedRegex(@"v=(\d+\.\d+(\.\d+)?)")]
    private static partial Regex VersionPattern();
}
