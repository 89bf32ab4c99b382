using Winnow.Cli.Commands;

namespace Winnow.Cli.Tests;

/// <summary>Runs a command line in this process and keeps what it wrote. The console is one for all, so its tests stand in one collection.</summary>
internal sealed record CommandLine(int ExitCode, string Output, string Error)
{
    public static async Task<CommandLine> RunAsync(params string[] args)
    {
        TextWriter output = Console.Out, error = Console.Error;
        using StringWriter capturedOutput = new(), capturedError = new();
        try
        {
            Console.SetOut(capturedOutput);
            Console.SetError(capturedError);
            int exitCode = await CommandRunner.RunAsync(WinnowCommand.Create(), args);
            return new CommandLine(exitCode, capturedOutput.ToString(), capturedError.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }
}
