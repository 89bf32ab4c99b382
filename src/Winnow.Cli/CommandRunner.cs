using System.CommandLine;

namespace Winnow.Cli;

/// <summary>Runs one command line and turns every failure into one plain message and an exit code.</summary>
internal static class CommandRunner
{
    private const int Done = 0, Failed = 1, Cancelled = 130;

    /// <summary>After Ctrl+C or SIGTERM: a server drains, a training saves what it has. Whoever is in a hurry sends SIGKILL.</summary>
    private static readonly TimeSpan s_mostToStop = TimeSpan.FromMinutes(2);

    /// <summary>Parses and runs <paramref name="args"/>.</summary>
    /// <returns>0 only if the thing was done; 1 after a failure; 130 after Ctrl+C.</returns>
    public static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        try
        {
            InvocationConfiguration configuration = new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = s_mostToStop };
            return await root.Parse(args).InvokeAsync(configuration) == 0 ? Done : Failed;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("winnow: stopped on request; what was saved before stays valid.");
            return Cancelled;
        }
        catch (Exception failure) when (IsExplained(failure))
        {
            await Console.Error.WriteLineAsync($"winnow: {failure.Message}");
            return Failed;
        }
        catch (Exception failure)
        {
            await Console.Error.WriteLineAsync($"winnow: this is a fault of Winnow itself, please report it.{Environment.NewLine}{failure}");
            return Failed;
        }
    }

    /// <summary>Failures whose message was written for the user: what came, what was expected, what to do.</summary>
    private static bool IsExplained(Exception failure) => failure
        is IOException or UnauthorizedAccessException or FormatException or ArgumentException or InvalidDataException
        or HttpRequestException or NotSupportedException or InvalidOperationException
        || failure.GetType().Assembly.GetName().Name!.StartsWith("Winnow.", StringComparison.Ordinal);
}
