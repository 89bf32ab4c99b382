using Winnow.Data.Marketplace;

namespace Winnow.Data.Tests.Marketplace;

public sealed class MarketplaceSimulatorTests
{
    private const int Deviations = 5;

    [Fact]
    public void Play_AnyOptions_WritesExactlyTheImpressionsAskedFor()
    {
        Assert.Equal(Small.Options.Impressions, Small.Log.Count);
        Assert.Equal(1003, Small.Play(new(Small.Options with { Impressions = 1003, Days = 11 })).Count);
    }

    [Fact]
    public void Play_Time_NeverRunsBackAndStaysInsideTheLog()
    {
        long end = Small.Options.StartTime + 86_400L * Small.Options.Days;
        Assert.All(Small.Log.Zip(Small.Log.Skip(1)), pair => Assert.True(pair.First.Time <= pair.Second.Time));
        Assert.True(Small.Log[0].Time >= Small.Options.StartTime && Small.Log[^1].Time < end);
    }

    [Fact]
    public void Play_Pages_ShowDistinctItemsThatHaveArrived()
    {
        foreach (IGrouping<(long, long), Small.Row> page in Small.Log.GroupBy(row => (row.Session, row.Time)))
        {
            Assert.Equal(page.Count(), page.Select(row => row.Shown.Item).Distinct().Count());
            Assert.Equal(Enumerable.Range(1, page.Count()), page.Select(row => row.Shown.Position));
            Assert.All(page, row => Assert.True(Small.World.Catalogue.ArrivalDay(row.Shown.Item) <= row.Day));
        }
    }

    [Fact]
    public void Play_ManyNewItems_AreShownInTheLog()
    {
        int[] born = [.. Enumerable.Range(0, Small.Options.Items).Where(i => Small.World.Catalogue.ArrivalDay(i) > 0)];

        Assert.InRange(born.Length, 0.10 * Small.Options.Items, 0.20 * Small.Options.Items);
        Assert.Contains(Small.Log, row => born.Contains(row.Shown.Item));
    }

    [Fact]
    public void Play_ClickRate_IsTheOneAskedFor()
    {
        double expected = Small.Log.Average(row => row.Shown.ClickProbability);
        Assert.InRange(expected / Small.Options.ClickRate, 0.93, 1.07);         // solved on a pilot of 16,000 rows
    }

    [Fact]
    public void Play_Clicks_ComeAtTheTrueProbability()
    {
        foreach (IGrouping<int, Small.Row> bin in Small.Log.GroupBy(row => (int)(20 * row.Shown.ClickProbability)))
            AssertRate(bin, row => row.Shown.ClickProbability, row => row.Shown.Clicked);
    }

    [Fact]
    public void Play_PurchasesOfAnEarlyDay_ComeAtTheTrueProbability()
    {
        // Of the first day's purchases all but exp(−5 days / mean delay) are seen before the log ends.
        List<Small.Row> rows = Small.Play(new(Small.Options with { PurchaseDelayHours = 0.5, PurchaseRate = 0.3 }));
        AssertRate(
            rows.Where(row => row.Day == 0 && row.Shown.Clicked),
            row => row.Shown.PurchaseProbability,
            row => row.Shown.PurchaseDelay is not null);
    }

    [Fact]
    public void Play_PurchasesNearTheEnd_AreCensored()
    {
        long end = Small.Options.StartTime + 86_400L * Small.Options.Days;
        List<Small.Row> rows = Small.Play(new(Small.Options with { PurchaseDelayHours = 200, PurchaseRate = 0.5 }));

        Assert.All(rows, row => Assert.True(row.Shown.PurchaseDelay is null || row.Time + row.Shown.PurchaseDelay < end));
        Assert.All(rows, row => Assert.True(row.Shown.Clicked || row.Shown.PurchaseDelay is null));
        double first = Seen(rows.Where(row => row.Day == 0)), last = Seen(rows.Where(row => row.Day == Small.Options.Days - 1));
        Assert.True(last < 0.4 * first, $"seen on the last day {last:f3}, on the first {first:f3}");

        static double Seen(IEnumerable<Small.Row> day) => day.Where(row => row.Shown.Clicked)
            .Average(row => row.Shown.PurchaseDelay is null ? 0.0 : 1.0);
    }

    [Fact]
    public void Play_History_IsTheLastClicksBeforeThePage()
    {
        Dictionary<int, List<int>> clicks = [];
        foreach (IGrouping<(long, long), Small.Row> page in Small.Log.GroupBy(row => (row.Session, row.Time)))
        {
            Small.Row top = page.First();
            List<int> past = clicks.TryGetValue(top.User, out List<int>? found) ? found : clicks[top.User] = [];
            Assert.Equal(past.TakeLast(Small.Options.HistoryLength), top.Recent);
            past.AddRange(page.Where(row => row.Shown.Clicked).Select(row => row.Shown.Item));
        }
    }

    [Fact]
    public void Play_Evenings_AreBusierThanNights() =>
        Assert.True(Small.Log.Count(row => row.Hour is >= 19 and < 22) > 5 * Small.Log.Count(row => row.Hour is >= 2 and < 5));

    [Fact]
    public void Play_Twice_SameLog() =>
        Assert.Equal(
            Small.Log.Select(row => (row.Time, row.User, row.Shown)),
            Small.Play(new(Small.Options)).Select(row => (row.Time, row.User, row.Shown)));

    [Fact]
    public void Play_OtherSeed_OtherLog() =>
        Assert.NotEqual(
            Small.Log.Take(50).Select(row => row.Shown),
            Small.Play(new(Small.Options with { Seed = 8 })).Take(50).Select(row => row.Shown));

    [Fact]
    public void World_MoreImpressions_KeepsUsersAndItems()
    {
        MarketplaceWorld longer = new(Small.Options with { Impressions = 90_000 });

        Assert.Equal(Small.World.Users.Activity(17), longer.Users.Activity(17));
        Assert.Equal(Small.World.Catalogue.Price(29), longer.Catalogue.Price(29));
    }

    /// <summary>The number of hits lies within five standard deviations of the sum of their probabilities.</summary>
    private static void AssertRate(
        IEnumerable<Small.Row> rows, Func<Small.Row, double> probability, Func<Small.Row, bool> hit)
    {
        double expected = 0, variance = 0, hits = 0;
        foreach (Small.Row row in rows)
        {
            double p = probability(row);
            expected += p;
            variance += p * (1 - p);
            if (hit(row)) hits++;
        }
        Assert.InRange(hits, expected - Deviations * Math.Sqrt(variance) - 1, expected + Deviations * Math.Sqrt(variance) + 1);
    }
}
