namespace Winnow.Data;

/// <summary>Keeps users with at least <paramref name="Users"/> and items with at least <paramref name="Items"/> different partners,
/// again and again, until all that are left have as many.</summary>
/// <param name="Users">Least number of items a user, at least 0.</param>
/// <param name="Items">Least number of users an item, at least 0.</param>
/// <remarks>The largest such part of the log; it does not depend on the order of removal (Seidman, Social Networks 5, 1983). Repeated
/// pairs count once. O(events).</remarks>
public sealed record KCore(int Users, int Items) : InteractionFilter
{
    /// <summary>The same number for both.</summary>
    /// <param name="k">Least number of partners.</param>
    public KCore(int k) : this(k, k)
    {
    }

    internal override Interactions Filter(Interactions log) => CorePart.Of(log, Users, Items);

    internal override string Describe() => $"{Users}-core of users, {Items}-core of items";
}
