using System.Text;

namespace Winnow.Data.Tests.Entities;

public sealed class PublishedEntitiesTests
{
    [RealDataFact]
    public void Items_MovieLens1M_AreThePublishedOnes()
    {
        EntityFeatures items = PublishedEntities.Items("ml-1m-sequences", new DatasetStore());

        Assert.Equal((3_883, 3_883), (items.Count, items.Names.Contains("year") ? Enumerable.Range(0, items.Count).Count(i => !items[i]["year"].IsMissing) : 0));
        Assert.Equal(["title", "year", "genres"], items.Names);
        Assert.Equal(("1", "Toy Story", "1995", "Animation, Children's, Comedy"), (items.Ids[0], $"{items[0]["title"]}", $"{items[0]["year"]}", $"{items[0]["genres"]}"));
        Assert.Equal(18, Enumerable.Range(0, items.Count).SelectMany(i => items[i]["genres"].Texts).Distinct().Count());
        Assert.Equal("Misérables, Les", $"{items[Find(items, "73")]["title"]}");
        Winnow.Data.Interactions log = PublishedLogs.Load("ml-1m-sequences", new DatasetStore());
        Assert.All(Enumerable.Range(0, log.Items.Count), i => Assert.True(items.Ids.TryFind(log.Items[i], out _)));
    }

    [RealDataFact]
    public void Users_MovieLens1M_AreThePublishedOnes()
    {
        EntityFeatures users = PublishedEntities.Users("ml-1m-sequences", new DatasetStore());

        Assert.Equal(6_040, users.Count);
        Assert.Equal("F 1 10 480", string.Join(' ', users.Names.Select(n => users[0][n])));
    }

    [RealDataFact]
    public void MovieLens100K_ItemsAndUsers_AreThePublishedOnes()
    {
        EntityFeatures items = PublishedEntities.Items("ml-100k", new DatasetStore()), users = PublishedEntities.Users("ml-100k", new DatasetStore());

        Assert.Equal((1_682, 943), (items.Count, users.Count));
        Assert.Equal("Toy Story | 1995 | Animation, Children's, Comedy", string.Join(" | ", items.Names.Select(n => items[0][n])));
        Assert.Equal("24 | M | technician | 857", string.Join(" | ", users.Names.Select(n => users[0][n])));
    }

    [RealDataFact]
    public void Items_LatestSmall_KeepTitlesWithCommas()
    {
        EntityFeatures items = PublishedEntities.Items("ml-latest-small", new DatasetStore());

        Assert.Equal((9_125, "American President, The"), (items.Count, $"{items[Find(items, "11")]["title"]}"));
    }

    [RealDataFact]
    public void OnlineRetail_ItemsAndUsers_AreCollectedFromTheInvoices()
    {
        EntityFeatures items = PublishedEntities.Items("online-retail", new DatasetStore()), users = PublishedEntities.Users("online-retail", new DatasetStore());

        Assert.Equal((4_070, 4_372), (items.Count, users.Count));        // as the manifest counts them
        FeatureValues holder = items[Find(items, "85123A")];
        Assert.Equal("WHITE HANGING HEART T-LIGHT HOLDER | white, hanging, heart, light, holder", $"{holder["description"]} | {holder["words"]}");
        Assert.Equal(FeatureValue.Number(2.95), holder["price"]);
        Assert.Equal("United Kingdom", $"{users[Find(users, "17850.0")]["country"]}");
    }

    [Fact]
    public void Items_DataSetWithoutThem_ListsThoseThatHave() =>
        Assert.Contains("ml-100k, ml-1m-sequences", Assert.Throws<ArgumentException>(() => PublishedEntities.Items("frappe", new DatasetStore())).Message);

    [Fact]
    public void Read_Collected_KeepsTheMostFrequentTextAndTheMedian()
    {
        EntityLayout layout = Layout(null, collected: true, ("id", EntityColumnKind.Id), ("name", EntityColumnKind.Text), ("price", EntityColumnKind.Number));
        const string log = "id,name,price\na,x,3\na,y,1\n,z,9\nb,,oops\na,y,2\na,,100\n";

        EntityFeatures read = new EntityReader("log", layout).Read(EntityLines.OfCsv(TextOrigin.OfBytes("log", Encoding.UTF8.GetBytes(log)), layout));

        Assert.Equal(["a", "b"], [read.Ids[0], read.Ids[1]]);
        Assert.Equal((FeatureValue.Text("y"), FeatureValue.Number(2)), (read[0]["name"], read[0]["price"]));
        Assert.Empty(read[1].Names);
    }

    [Theory]
    [InlineData("1::A (1990)\n1::B", "Line 2 of 'items' has an id that appeared before")]
    [InlineData("1::A\n::B", "Line 2 of 'items' has no id")]
    [InlineData("1::A::b", "Line 1 of 'items' has 3 columns; expected 2")]
    public void Read_BadLine_NamesIt(string text, string expected)
    {
        EntityLayout layout = Layout("::", collected: false, ("id", EntityColumnKind.Id), ("title", EntityColumnKind.TitleAndYear));

        BadDataException e = Assert.Throws<BadDataException>(() =>
            new EntityReader("items", layout).Read(EntityLines.OfText(TextOrigin.OfBytes("items", Encoding.UTF8.GetBytes(text)), layout)));

        Assert.Contains(expected, e.Message);
    }

    private static EntityLayout Layout(string? separator, bool collected, params (string Name, EntityColumnKind Kind)[] columns) =>
        new(separator, Latin1: false, collected, [.. columns.Select(c => new EntityColumn(c.Name, c.Kind, c.Name, 0, null, []))]);

    private static int Find(EntityFeatures entities, string id) => entities.Ids.TryFind(id, out int index) ? index : throw new KeyNotFoundException(id);
}
