using Winnow.Data.Marketplace;

namespace Winnow.Data.Tests.Marketplace;

/// <summary>A marketplace that plays in a fraction of a second, and its log in memory.</summary>
internal static class Small
{
    internal static MarketplaceOptions Options { get; } =
        new() { Users = 1500, Items = 800, Categories = 12, Sellers = 40, Days = 6, Impressions = 36_000, Seed = 7 };

    internal static MarketplaceWorld World { get; } = new(Options);

    internal static IReadOnlyList<Row> Log { get; } = Play(World);

    internal static List<Row> Play(MarketplaceWorld world)
    {
        MarketplaceSimulator simulator = new(world);
        List<Row> rows = [];
        while (simulator.MoveNext())
            foreach (Impression shown in simulator.Page.Impressions)
                rows.Add(new Row(
                    simulator.Page.Time, simulator.Page.Day, simulator.Page.Session, simulator.Page.User, simulator.Page.Device,
                    simulator.Page.Hour, [.. simulator.Page.RecentItems], shown));
        return rows;
    }

    internal sealed record Row(
        long Time, int Day, long Session, int User, Device Device, int Hour, int[] Recent, Impression Shown);
}
