using System.CommandLine;
using Winnow.Cli;
using Winnow.Cli.Commands;

RootCommand root = new("Winnow trains and judges recommendation models over sparse data.")
{
    DataCommand.Create(), TrainCommand.Create(),
};
return await CommandRunner.RunAsync(root, args);
