using Winnow.Data.Marketplace;
using Winnow.Data.Marketplace.Internals;

namespace Winnow.Data.Tests.Marketplace;

public sealed class MarketplaceWorldTests
{
    [Theory]
    [InlineData(Device.Phone)]
    [InlineData(Device.Tablet)]
    [InlineData(Device.Desk)]
    public void Examination_LowerPosition_IsRarer(Device device)
    {
        double[] examination = [.. Enumerable.Range(1, 10).Select(k => Small.World.Behaviour.Examination(k, device))];

        Assert.Equal(1, examination[0]);
        Assert.All(examination.Zip(examination.Skip(1)), pair => Assert.True(pair.First > pair.Second));
    }

    [Fact]
    public void Examination_SmallScreen_FallsOffFaster() =>
        Assert.True(Small.World.Behaviour.Examination(5, Device.Phone) < Small.World.Behaviour.Examination(5, Device.Desk));

    [Fact]
    public void ClickProbability_IsExaminationTimesRelevance()
    {
        MarketplaceSimulator simulator = new(Small.World);
        Assert.True(simulator.MoveNext());
        MarketplacePage page = simulator.Page;
        float[] taste = new float[Small.Options.TasteDimensions];
        Small.World.Users.Taste(page.User, page.Day, taste);

        foreach (Impression shown in page.Impressions)
        {
            double examination = Small.World.Behaviour.Examination(shown.Position, page.Device);
            double relevance = Small.World.Behaviour.Relevance(shown.Item, page, taste);
            Assert.Equal(examination * relevance, shown.ClickProbability, 1e-12);
        }
    }

    [Fact]
    public void Popularity_OldItemsWithoutTrend_FollowsTheZipfLaw()
    {
        MarketplaceOptions options = Small.Options with { PopularityDrift = 0, NewItemShare = 0, PopularityExponent = 0.8 };
        MarketplaceCatalogue catalogue = new MarketplaceWorld(options).Catalogue;
        (double X, double Y)[] points = [.. Enumerable.Range(0, options.Items)
            .Where(i => catalogue.ArrivalDay(i) < -30)                          // past the boost of new items
            .Select(i => (Math.Log(catalogue.PopularityRank[i]), Math.Log(catalogue.Popularity(i, day: 0))))];

        Assert.Equal(-0.8, Slope(points), 1e-4);
    }

    [Fact]
    public void Log_ImpressionsByRank_FallLikeAPowerOfTheRank()
    {
        // A third of the candidates ignores the overall rank, and taste spreads the rest, so the slope is flatter than −α.
        int[] counts = [.. Small.Log.GroupBy(row => row.Shown.Item).Select(item => item.Count()).OrderDescending()];
        double slope = Slope([.. counts.Take(300).Select((count, r) => (Math.Log(r + 1), Math.Log(count)))]);

        Assert.InRange(slope, -0.8, -0.35);
    }

    [Fact]
    public void Popularity_BeforeArrival_IsZeroAndAfterItIsBoosted()
    {
        MarketplaceCatalogue catalogue = Small.World.Catalogue;
        int item = Enumerable.Range(0, Small.Options.Items).First(i => catalogue.ArrivalDay(i) is > 2 and < 3);

        Assert.Equal(0, catalogue.Popularity(item, 2));
        Assert.True(catalogue.Popularity(item, 3) > 0);
    }

    [Fact]
    public void Taste_OfADay_HasLengthOneAndDriftsAway()
    {
        float[] first = new float[Small.Options.TasteDimensions], later = new float[Small.Options.TasteDimensions];
        MarketplaceWorld drifting = new(Small.Options with { TasteDrift = 0.3 });
        drifting.Users.Taste(3, 0, first);
        drifting.Users.Taste(3, 5, later);

        Assert.Equal(1, Direction.Dot(first, first), 1e-5);
        Assert.True(Direction.Dot(first, later) < 0.9);
    }

    [Fact]
    public void Taste_SameSegment_IsCloserThanAcrossSegments()
    {
        float[] a = new float[Small.Options.TasteDimensions], b = new float[Small.Options.TasteDimensions];
        List<double> within = [], across = [];
        for (int u = 1; u < 400; u++)
        {
            Small.World.Users.Taste(u - 1, 0, a);
            Small.World.Users.Taste(u, 0, b);
            bool same = Small.World.Users.Segment(u - 1) == Small.World.Users.Segment(u);
            (same ? within : across).Add(Direction.Dot(a, b));
        }
        Assert.True(within.Average() > across.Average() + 0.3);
    }

    [Fact]
    public void Sellers_SellInOneCategory()
    {
        MarketplaceCatalogue catalogue = Small.World.Catalogue;
        Assert.All(
            Enumerable.Range(0, Small.Options.Items).GroupBy(catalogue.Seller),
            seller => Assert.Single(seller.Select(catalogue.Category).Distinct()));
        Assert.All(
            Enumerable.Range(0, Small.Options.Items), i => Assert.InRange(catalogue.Seller(i), 0, Small.Options.Sellers - 1));
    }

    private static double Slope((double X, double Y)[] points)
    {
        double x = points.Average(p => p.X), y = points.Average(p => p.Y);
        return points.Sum(p => (p.X - x) * (p.Y - y)) / points.Sum(p => (p.X - x) * (p.X - x));
    }
}
