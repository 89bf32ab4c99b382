using Winnow.Retrieval;

namespace Winnow.Serving;

/// <summary>Items like an item: from the lists of the first source that has any for it, else by their vectors.</summary>
internal sealed class ItemSimilarity(ItemCatalogue items, IReadOnlyList<IRecallSource> sources)
{
    private const int GraphShare = 10, LeastFromGraph = 100;

    public int Find(int item, Span<Neighbor> found)
    {
        foreach (SimilarItemsSource source in sources.OfType<SimilarItemsSource>())
            if (FromList(source.Neighbours, item, found) is > 0 and int count) return count;
        return items.VectorDimension == 0 ? 0 : FromVectors(item, found);
    }

    private static int FromList(ItemNeighbours lists, int item, Span<Neighbor> found)
    {
        lists.Of(item, out ReadOnlySpan<int> neighbours, out ReadOnlySpan<float> scores);
        int count = Math.Min(neighbours.Length, found.Length);
        for (int i = 0; i < count; i++) found[i] = new Neighbor(neighbours[i], scores[i]);
        return count;
    }

    private int FromVectors(int item, Span<Neighbor> found)
    {
        ReadOnlySpan<float> own = items.Vector(item);
        if (!own.ContainsAnyExcept(0f)) return 0;           // no model knows the item
        BestItems best = new(found);
        if (sources.OfType<TowersSource>().FirstOrDefault() is { HasGraph: true } towers)
        {
            // A graph over inner products finds long vectors first: so it is asked for many, and the cosine decides among them.
            Neighbor[] near = new Neighbor[Math.Min(items.Ids.Count, GraphShare * found.Length + LeastFromGraph)];
            foreach (Neighbor neighbour in near.AsSpan(0, towers.Nearest(own, near)))
                if (neighbour.Id != item) best.Offer(neighbour.Id, UnitVector.Dot(own, items.Vector(neighbour.Id)));
        }
        else
        {
            for (int other = 0; other < items.Ids.Count; other++)
                if (other != item) best.Offer(other, UnitVector.Dot(own, items.Vector(other)));
        }
        return best.Finish();
    }
}
