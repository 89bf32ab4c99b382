using Winnow.Data.Marketplace;
using Winnow.Serving;
using Winnow.Training.Recipes;

namespace Winnow.Cli.Quickstart;

/// <summary>The log a service is built on in a quickstart, and how it came to it.</summary>
/// <param name="Title">What to call it.</param>
/// <param name="Name">First part of the names of its recipes, and name of its funnel file.</param>
/// <param name="RecommenderOverrides">Overrides that point the recipes of recall at the log; empty if they do already.</param>
/// <param name="RankingOverrides">The same for the recipes of ranker and pre-ranker.</param>
/// <param name="Catalogue">The catalogue of the funnel; null: as its file says.</param>
internal sealed record QuickstartShop(
    string Title, string Name, IReadOnlyList<string> RecommenderOverrides, IReadOnlyList<string> RankingOverrides, CatalogueOptions? Catalogue)
{
    private const string RealLog = "ml-100k";

    /// <summary>Chooses: real films if they are at hand, else the simulated marketplace.</summary>
    /// <param name="directory">Where a simulated log goes, or lies already.</param>
    /// <param name="seed">Seed of the simulation.</param>
    /// <param name="cancel">Stops the simulation.</param>
    public static QuickstartShop Choose(string directory, ulong seed, CancellationToken cancel) =>
        QuickstartData.IsAtHand(RealLog) ? new("MovieLens 100K", RealLog, [], [], null) : Simulated(directory, seed, cancel);

    private static QuickstartShop Simulated(string directory, ulong seed, CancellationToken cancel)
    {
        string folder = QuickstartData.MarketplaceFolder(directory), log = Path.Combine(folder, MarketplaceLog.TrainingFile);
        MarketplaceOptions options = new() { Seed = seed };
        if (!File.Exists(log)) MarketplaceLog.Write(folder, options, progress: null, cancel);
        MarketplaceWorld world = new(options);
        string items = Path.Combine(folder, "items.jsonl"), users = Path.Combine(folder, "users.jsonl");
        MarketplaceEntities.Items(world).Write(items);
        MarketplaceEntities.Users(world).Write(users);
        InteractionDataOptions clicks = new()
        {
            Files = [log], User = "user", Item = "item", Value = "click", Time = "time", Filter = new FilterOptions { MinimumValue = 1 },
        };
        return new QuickstartShop(
            "the simulated marketplace", "marketplace",
            [$"data.files=[{QuickstartData.Quoted(log)}]"],
            [$"data.interactions.files=[{QuickstartData.Quoted(log)}]", $"data.interactions.items={QuickstartData.Quoted(items)}", $"data.interactions.users={QuickstartData.Quoted(users)}"],
            new CatalogueOptions { Items = items, Users = users, Interactions = clicks });
    }
}
