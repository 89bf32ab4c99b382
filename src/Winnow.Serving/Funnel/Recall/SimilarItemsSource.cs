using Winnow.Retrieval;

namespace Winnow.Serving;

/// <summary>Items like those a user took last: score(j) = Σ over his last items i of the similarity of j in the list of i.</summary>
internal sealed class SimilarItemsSource(string name, ItemNeighbours neighbours, int recent) : IRecallSource, IDisposable
{
    private readonly ScratchPool<ItemSums> _sums = new(() => new ItemSums());

    public string Name => name;

    /// <summary>The lists.</summary>
    public ItemNeighbours Neighbours => neighbours;

    public int Recall(StageContext context, Span<Neighbor> found)
    {
        ItemSums sums = _sums.Rent();
        try
        {
            sums.Clear();
            for (int i = Math.Max(0, context.History.Count - recent); i < context.History.Count; i++)
            {
                neighbours.Of(context.History[i], out ReadOnlySpan<int> items, out ReadOnlySpan<float> scores);
                for (int n = 0; n < items.Length; n++) sums.Add(items[n], scores[n]);
            }
            return sums.Best(found);
        }
        finally
        {
            _sums.Return(sums);
        }
    }

    public void Dispose()
    {
        _sums.Dispose();
        neighbours.Dispose();
    }
}
