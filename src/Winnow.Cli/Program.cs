using System.CommandLine;
using Winnow.Cli;
using Winnow.Cli.Commands;

RootCommand root = new("Winnow trains and judges recommendation models over sparse data.")
{
    QuickstartCommand.Create(), DataCommand.Create(), TrainCommand.Create(), EvaluateCommand.Create(), BenchmarkCommand.Create(),
};
return await CommandRunner.RunAsync(root, args);
