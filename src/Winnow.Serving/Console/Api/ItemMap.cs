using Winnow.Data;

namespace Winnow.Serving.ConsoleApi;

/// <summary>Items of a release in the plane: an even sample of the catalogue, with titles and what it may be coloured by.</summary>
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
        if (dimension < 2 || count == 0) return null;
        int[] sample = Sample(count);
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

    /// <summary>Where items fall, whether they are in the sample or not; unknown ones are left out.</summary>
    public IReadOnlyList<MapPoint> Place(IItemCatalogue items, IEnumerable<string> ids)
    {
        List<MapPoint> points = [];
        foreach (string id in ids)
            if (items.Ids.TryFind(id, out int item)) points.Add(Point(id, items.Features(item), _plane.Project(items.Vector(item))));
        return points;
    }

    private static MapPoint Point(string id, FeatureValues features, (float X, float Y) at) => new(id, ItemTitles.Of(id, features), at.X, at.Y);

    /// <summary>All items, or every k-th of them with a k that need not be whole.</summary>
    private static int[] Sample(int count)
    {
        int[] sample = new int[Math.Min(count, MostPoints)];
        for (int i = 0; i < sample.Length; i++) sample[i] = (int)((long)i * count / sample.Length);
        return sample;
    }
}
