using System.Globalization;
using Winnow.Data.Marketplace;

namespace Winnow.Data.Tests.Marketplace;

public sealed class MarketplaceEntitiesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("winnow-entities").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Items_OfAWorld_AreThoseOfItsLog()
    {
        MarketplaceSummary log = MarketplaceLog.Write(_folder, Small.Options);

        EntityFeatures items = MarketplaceEntities.Items(new MarketplaceWorld(Small.Options));

        string[] expected = [.. File.ReadLines(log.ItemFile).Skip(1).Select(line => string.Join(',', line.Split(',')[..4]))];
        Assert.Equal(expected, Enumerable.Range(0, items.Count).Select(i => $"{items.Ids[i]},{items[i]["category"]},{items[i]["seller"]},{Price(items[i])}"));
    }

    [Fact]
    public void Users_OfAWorld_AreThoseOfItsLog()
    {
        MarketplaceSummary log = MarketplaceLog.Write(_folder, Small.Options);

        EntityFeatures users = MarketplaceEntities.Users(new MarketplaceWorld(Small.Options));

        string[] expected = [.. File.ReadLines(log.UserFile).Skip(1).Select(line => string.Join(',', line.Split(',')[..4]))];
        Assert.Equal(expected, Enumerable.Range(0, users.Count).Select(u => $"{users.Ids[u]},{users[u]["segment"]},{users[u]["age"]},{users[u]["region"]}"));
    }

    private static string Price(FeatureValues item) => item["price"].TryNumber(out double price) ? price.ToString("0.00", CultureInfo.InvariantCulture) : "none";
}
