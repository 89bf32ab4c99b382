using System.CommandLine;
using Winnow.Cli.Terminal;
using Winnow.Data;
using Winnow.Evaluation;
using Winnow.Evaluation.Reports;

namespace Winnow.Cli.Commands;

/// <summary><c>winnow data check</c>: what is wrong with a split, before models are judged on it.</summary>
internal static class CheckCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Argument<string> target = new("DATA") { Description = "A data set of the catalogue, a folder with a saved split, or a file of interactions." };
        Option<string?> split = new("--split")
        {
            Description = $"How to cut what is not split yet: {SplitRule.Syntax}. Default: globalTime where times are known, else randomHoldOut.", HelpName = "RULE",
        };
        Option<string?> test = new("--test") { Description = "The test file that belongs to the training file DATA.", HelpName = "FILE" };
        Option<string?> save = new("--save") { Description = "Save the split to this folder.", HelpName = "FOLDER" };
        Option<string?> html = new("--html") { Description = "Write a self-contained page with plots to this file.", HelpName = "FILE" };
        Option<int> draws = new("--draws") { Description = "Random draws to hold the split against.", HelpName = "N", DefaultValueFactory = _ => new SplitDiagnosticsOptions().Draws };
        Option<ulong?> seed = CommonOptions.Seed();
        Option<bool> json = CommonOptions.Json();
        InteractionFileOptions file = new();
        Command command = new("check", "Check a split: popularity against chance, leaks, time, cold users and items, negatives, content.")
        {
            target, split, test, file.Layout, file.User, file.Item, file.Value, file.Time, save, html, draws, seed, json,
        };
        command.SetAction(arguments =>
        {
            Output output = new(arguments.GetValue(json));
            ulong number = arguments.GetValue(seed) ?? 1;
            string name = arguments.GetRequiredValue(target);
            InteractionSplit checkedSplit = SplitTarget.Open(name, arguments.GetValue(test), arguments.GetValue(split), number, file.Format(arguments), output);
            if (arguments.GetValue(save) is { } folder) checkedSplit.Save(folder);
            SplitDiagnosis diagnosis = SplitDiagnostics.Check(checkedSplit, new SplitDiagnosticsOptions { Draws = arguments.GetValue(draws), Seed = number });
            if (arguments.GetValue(html) is { } page) SplitReport.Write(page, Path.GetFileName(Path.TrimEndingDirectorySeparator(name)), diagnosis);
            if (output.Json) Output.WriteJson(diagnosis.WriteTo);
            else Console.Out.Write(diagnosis.ToString());
        });
        return command;
    }
}
