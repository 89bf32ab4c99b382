using Winnow.Data;

namespace Winnow.Training.Recipes;

/// <summary>What is taken out of a log before it is cut. Filters are applied in the order of these properties.</summary>
public sealed record FilterOptions
{
    /// <summary>Least value of an event, such as a rating that means "liked"; values are dropped then. 0: all are kept. Default 0.</summary>
    public float MinimumValue { get; init; }

    /// <summary>Users with fewer events are taken out, once. Default 0.</summary>
    public int UserEvents { get; init; }

    /// <summary>Items with fewer events are taken out, once. Default 0.</summary>
    public int ItemEvents { get; init; }

    /// <summary>Users with fewer different items are taken out, again and again together with <see cref="ItemCore"/>. Default 0.</summary>
    public int UserCore { get; init; }

    /// <summary>Items with fewer different users are taken out, again and again together with <see cref="UserCore"/>. Default 0.</summary>
    public int ItemCore { get; init; }

    /// <summary>The filters themselves.</summary>
    public IReadOnlyList<InteractionFilter> ToFilters()
    {
        List<InteractionFilter> filters = [];
        if (MinimumValue > 0) filters.Add(new MinimumValue(MinimumValue));
        if (UserEvents > 0) filters.Add(new EventsPerUser(UserEvents));
        if (ItemEvents > 0) filters.Add(new EventsPerItem(ItemEvents));
        if (UserCore > 0 || ItemCore > 0) filters.Add(new KCore(UserCore, ItemCore));
        return filters;
    }
}
