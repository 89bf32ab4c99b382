using System.CommandLine;
using System.Globalization;
using Winnow.Cli.Terminal;
using Winnow.Data.Marketplace;

namespace Winnow.Cli.Commands;

/// <summary><c>winnow data simulate</c>: the log of a marketplace whose true click probabilities are known.</summary>
internal static class SimulateCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        MarketplaceOptions usual = new();
        Argument<string> directory = new("DIR")
        {
            Description = "Folder for train.csv, validation.csv, test.csv, schema.yaml, users.csv and items.csv.",
            DefaultValueFactory = _ => Path.Combine("runs", "marketplace"),
        };
        Option<int> users = new("--users") { Description = "Users.", DefaultValueFactory = _ => usual.Users, HelpName = "N" };
        Option<int> items = new("--items") { Description = "Items.", DefaultValueFactory = _ => usual.Items, HelpName = "N" };
        Option<int> days = new("--days") { Description = "Days; the last are for validation and test.", DefaultValueFactory = _ => usual.Days, HelpName = "N" };
        Option<long> impressions = new("--impressions") { Description = "Items shown, over all days.", DefaultValueFactory = _ => usual.Impressions, HelpName = "N" };
        Option<ulong?> seed = CommonOptions.Seed();
        Command command = new("simulate", "Write the log of a simulated marketplace: clicks whose true probabilities are known.")
        {
            directory, users, items, days, impressions, seed,
        };
        command.SetAction((arguments, cancel) =>
        {
            MarketplaceOptions options = usual with
            {
                Users = arguments.GetValue(users),
                Items = arguments.GetValue(items),
                Days = arguments.GetValue(days),
                Impressions = arguments.GetValue(impressions),
                Seed = arguments.GetValue(seed) ?? usual.Seed,
            };
            MarketplaceSummary written = MarketplaceLog.Write(arguments.GetRequiredValue(directory), options, progress: null, cancel);
            new Output(json: false).Say(Describe(written));
            return Task.FromResult(0);
        });
        return command;
    }

    private static string Describe(MarketplaceSummary written)
    {
        MarketplaceSplit[] splits = [written.Training, written.Validation, written.Test];
        return string.Join(Environment.NewLine, splits.Select(s => string.Create(
            CultureInfo.InvariantCulture, $"{s.File}: {s.Rows:N0} impressions, {s.Clicks:N0} clicks, {s.Purchases:N0} purchases")));
    }
}
