using System.CommandLine;

namespace Winnow.Cli.Commands;

/// <summary>The <c>winnow</c> command with all its verbs.</summary>
internal static class WinnowCommand
{
    /// <summary>The root of the command line.</summary>
    public static RootCommand Create() => new("Winnow trains and judges recommendation models over sparse data.")
    {
        QuickstartCommand.Create(), DataCommand.Create(), TrainCommand.Create(), EvaluateCommand.Create(), CompareCommand.Create(), TuneCommand.Create(),
        BenchmarkCommand.Create(), PackCommand.Create(), ServeCommand.Create(), StoreCommand.Create(),
    };
}
