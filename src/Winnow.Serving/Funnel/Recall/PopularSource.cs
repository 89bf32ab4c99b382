using Winnow.Retrieval;

namespace Winnow.Serving;

/// <summary>The items that most users took, the same for everybody.</summary>
/// <param name="name">Name of the source.</param>
/// <param name="items">Items by number, the most popular first.</param>
/// <param name="counts">How many users took each.</param>
internal sealed class PopularSource(string name, int[] items, int[] counts) : IRecallSource
{
    public string Name => name;

    /// <summary>The same under another name.</summary>
    public PopularSource Named(string other) => new(other, items, counts);

    public int Recall(StageContext context, Span<Neighbor> found)
    {
        int count = Math.Min(items.Length, found.Length);
        for (int i = 0; i < count; i++) found[i] = new Neighbor(items[i], counts[i]);
        return count;
    }
}
