using System.Globalization;

namespace Winnow.Data.Marketplace;

/// <summary>What may be known of the items and users of a marketplace, under the names of the log's columns: the catalogues of a server.</summary>
/// <remarks>Hidden properties (tastes, quality, inclination, price sensitivity) are not among them.</remarks>
public static class MarketplaceEntities
{
    /// <summary>The items: <c>category</c>, <c>seller</c>, <c>price</c> to the cent.</summary>
    public static EntityFeatures Items(MarketplaceWorld world)
    {
        ArgumentNullException.ThrowIfNull(world);
        MarketplaceCatalogue catalogue = world.Catalogue;
        return Make('i', world.Options.Items, i =>
        [
            new("category", Name('c', catalogue.Category(i))),
            new("seller", Name('s', catalogue.Seller(i))),
            new("price", FeatureValue.Number(Math.Round((double)catalogue.Price(i), 2))),
        ]);
    }

    /// <summary>The users: <c>segment</c>, <c>age</c>, <c>region</c>.</summary>
    public static EntityFeatures Users(MarketplaceWorld world)
    {
        ArgumentNullException.ThrowIfNull(world);
        MarketplaceUsers users = world.Users;
        return Make('u', world.Options.Users, u =>
        [
            new("segment", Name('g', users.Segment(u))),
            new("age", Name('a', users.Age(u))),
            new("region", Name('r', users.Region(u))),
        ]);
    }

    private static EntityFeatures Make(char kind, int count, Func<int, KeyValuePair<string, FeatureValue>[]> features)
    {
        int[] numbers = [.. Enumerable.Range(0, count)];
        return new EntityFeatures(new IdIndex([.. numbers.Select(n => Id(kind, n))]), [.. numbers.Select(n => new FeatureValues(features(n)))]);
    }

    private static FeatureValue Name(char kind, int number) => FeatureValue.Text(Id(kind, number));

    private static string Id(char kind, int number) => kind + number.ToString(CultureInfo.InvariantCulture);
}
