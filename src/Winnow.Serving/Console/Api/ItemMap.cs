using Winnow.Data;

namespace Winnow.Serving.ConsoleApi;

/// <summary>Items of a release in the plane: an even sample of those that have a vector, with titles and what they may be coloured by.</summary>
internal sealed class ItemMap
{
    /// <summary>Points that a page draws without a pause and people can still tell apart.</summary>
    internal const int MostPoints = 4000;

    private readonly PlaneProjection _plane;

    private ItemMap(PlaneProjection plane, MapReply reply) => (_plane, Reply) = (plane, reply);

    /// <summary>What the page asks for.</summary>
    public MapReply Reply { get; }

    /// <summary>Makes the map of a release; null if it has no vectors to draw.</summary>
    public static ItemMap? Of(IFunnel funnel)
    {
        IItemCatalogue items = funnel.Items;
        int dimension = items.VectorDimension, count = items.Ids.Count;
        if (dimension < 2) return null;
        int[] sample = Sample([.. Enumerable.Range(0, count).Where(i => HasVector(items, i))]);
        if (sample.Length == 0) return null;
        float[] vectors = new float[sample.Length * dimension];
        for (int i = 0; i < sample.Length; i++) items.Vector(sample[i]).CopyTo(vectors.AsSpan(i * dimension, dimension));
        PlaneProjection plane = PlaneProjection.Fit(vectors, dimension);
        FeatureValues[] features = new FeatureValues[sample.Length];
        MapPoint[] points = new MapPoint[sample.Length];
        for (int i = 0; i < sample.Length; i++)
        {
            features[i] = items.Features(sample[i]);
            points[i] = Point(items.Ids[sample[i]], features[i], plane.Project(items.Vector(sample[i])));
        }
        return new ItemMap(plane, new MapReply(funnel.Release, count, plane.Explained, points, MapColourings.Of(features)));
    }

    /// <summary>Where items fall, whether they are in the sample or not; unknown ones, and those without a vector, are left out.</summary>
    public IReadOnlyList<MapPoint> Place(IItemCatalogue items, IEnumerable<string> ids)
    {
        List<MapPoint> points = [];
        foreach (string id in ids)
            if (items.Ids.TryFind(id, out int item) && HasVector(items, item)) points.Add(Point(id, items.Features(item), _plane.Project(items.Vector(item))));
        return points;
    }

    private static MapPoint Point(string id, FeatureValues features, (float X, float Y) at) => new(id, ItemTitles.Of(id, features), at.X, at.Y);

    /// <summary>An item that the model does not know has zeros instead of a vector, which say nothing.</summary>
    private static bool HasVector(IItemCatalogue items, int item) => items.Vector(item).ContainsAnyExcept(0f);

    /// <summary>All items, or every k-th of them with a k that need not be whole.</summary>
    private static int[] Sample(int[] all)
    {
        int[] sample = new int[Math.Min(all.Length, MostPoints)];
        for (int i = 0; i < sample.Length; i++) sample[i] = all[(int)((long)i * all.Length / sample.Length)];
        return sample;
    }
}
