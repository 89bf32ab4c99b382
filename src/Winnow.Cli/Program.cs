using Winnow.Cli;
using Winnow.Cli.Commands;

return await CommandRunner.RunAsync(WinnowCommand.Create(), args);
