using System.Globalization;
using Winnow.Data;
using Winnow.Numerics;

namespace Winnow.Benchmarks.Serving;

/// <summary>A shop of generated items: clusters of unit vectors, features, users who like some clusters, and what they took.</summary>
internal sealed class Market
{
    internal const int Dimension = 64, Users = 20_000, EventsOfUser = 50, LikedClusters = 4, HistoryShown = 10;

    private const int Categories = 200, Brands = 5000, Sellers = 10_000, Genres = 30, Countries = 30, Ages = 8, ItemsOfCluster = 500;
    private const float Spread = 0.7f;

    private readonly int _clusters;
    private readonly int[] _clusterOf;
    private readonly RandomStream _random = new(11, "market");

    internal Market(int items)
    {
        _clusters = Math.Max(1, items / ItemsOfCluster);
        float[] centres = new float[_clusters * Dimension];
        _random.Fork("centres").FillNormal(centres, 0, 1);
        _clusterOf = [.. Enumerable.Range(0, items).Select(item => item % _clusters)];
        ItemVectors = Vectors(items, _random.Fork("items"), item => centres.AsSpan(_clusterOf[item] * Dimension, Dimension));
        UserVectors = Vectors(Users, _random.Fork("users"), user => centres.AsSpan(Liked(user, 0) * Dimension, Dimension));
        ItemIds = new IdIndex([.. Enumerable.Range(0, items).Select(ItemId)]);
        UserIds = new IdIndex([.. Enumerable.Range(0, Users).Select(UserId)]);
        Log = MakeLog();
    }

    internal int Items => _clusterOf.Length;

    /// <summary>[items, <see cref="Dimension"/>], of length 1.</summary>
    internal float[] ItemVectors { get; }

    internal float[] UserVectors { get; }

    internal IdIndex ItemIds { get; }

    internal IdIndex UserIds { get; }

    /// <summary><see cref="EventsOfUser"/> events of each user.</summary>
    internal Interactions Log { get; }

    internal static string UserId(int user) => string.Create(CultureInfo.InvariantCulture, $"u{user}");

    private static string ItemId(int item) => string.Create(CultureInfo.InvariantCulture, $"i{item:D7}");

    internal EntityFeatures ItemFeatures() => new(ItemIds, [.. Enumerable.Range(0, Items).Select(item => new FeatureValues(
    [
        new("title", FeatureValue.Text($"Item number {item} of cluster {_clusterOf[item]}")),
        new("category", FeatureValue.Text(Category(item))),
        new("brand", FeatureValue.Text(Brand(item))),
        new("price", FeatureValue.Number(Price(item))),
        new("genres", FeatureValue.List(GenresOf(item))),
        new("seller", FeatureValue.Text($"s{Draw("sellers", item, Sellers)}")),
        new("stock", FeatureValue.Number(Draw("stock", item, 20) == 0 ? 0 : 1)),
    ]))]);

    internal EntityFeatures UserFeatures() => new(UserIds, [.. Enumerable.Range(0, Users).Select(user => new FeatureValues(
    [
        new("age", FeatureValue.Text(Age(user))),
        new("country", FeatureValue.Text(Country(user))),
    ]))]);

    /// <summary>Writes examples for a ranker: every item once, then as many that users may like, one in ten.</summary>
    internal void WriteExamples(string path, int from, int count)
    {
        using StreamWriter file = new(path);
        file.WriteLine("user,item,history,category,brand,price,genres,age,country,device,hour,label");
        for (int row = from; row < from + count; row++)
        {
            int user = Draw("example users", row, Users);
            bool isLiked = row % 10 == 0;
            int item = isLiked ? InCluster(Liked(user, row), Draw("example items", row, ItemsOfCluster)) : row % Items;
            bool label = Draw("labels", row, 100) < (isLiked ? 70 : 5);
            int first = user * EventsOfUser + Draw("moments", row, EventsOfUser - HistoryShown);
            string history = string.Join(' ', Log.ItemOf.Slice(first, HistoryShown).ToArray().Select(ItemId));
            file.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{UserId(user)},{ItemId(item)},{history},{Category(item)},{Brand(item)},{Price(item)},{string.Join('|', GenresOf(item))},{Age(user)},{Country(user)},d{row % 3},{row % 24},{(label ? 1 : 0)}"));
        }
    }

    private string Category(int item) => $"c{_clusterOf[item] % Categories}";

    private string Brand(int item) => $"b{Draw("brands", item, Brands)}";

    private double Price(int item) => Math.Round(5 + 200 * _random.Fork("prices").Uniform((ulong)item), 2);

    private string[] GenresOf(int item) => [.. Enumerable.Range(0, 1 + item % 3).Select(i => $"g{(_clusterOf[item] + 7 * i) % Genres}")];

    private string Age(int user) => $"a{Draw("ages", user, Ages)}";

    private string Country(int user) => $"l{Draw("countries", user, Countries)}";

    private int Liked(int user, int number) => Draw("likes", user * LikedClusters + number % LikedClusters, _clusters);

    private int InCluster(int cluster, int number) => (int)(((long)number * _clusters + cluster) % Items);

    private int Draw(string what, int number, int below) => _random.Fork(what).Below((ulong)number, below);

    private Interactions MakeLog()
    {
        int[] users = new int[Users * EventsOfUser], items = new int[users.Length];
        long[] times = new long[users.Length];
        for (int e = 0; e < users.Length; e++)
        {
            users[e] = e / EventsOfUser;
            items[e] = InCluster(Liked(users[e], e), Draw("events", e, ItemsOfCluster));
            times[e] = 1_700_000_000 + 60L * e;
        }
        return new Interactions(UserIds, ItemIds, users, items, times: times);
    }

    private static float[] Vectors(int count, RandomStream random, Func<int, ReadOnlySpan<float>> centreOf)
    {
        float[] all = new float[count * Dimension];
        random.FillNormal(all, 0, Spread);
        for (int i = 0; i < count; i++)
        {
            Span<float> vector = all.AsSpan(i * Dimension, Dimension);
            ReadOnlySpan<float> centre = centreOf(i);
            float squares = 0;
            for (int d = 0; d < Dimension; d++)
            {
                vector[d] += centre[d];
                squares += vector[d] * vector[d];
            }
            for (int d = 0; d < Dimension; d++) vector[d] /= MathF.Sqrt(squares);
        }
        return all;
    }
}
