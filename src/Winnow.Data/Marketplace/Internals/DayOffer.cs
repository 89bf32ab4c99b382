namespace Winnow.Data.Marketplace.Internals;

/// <summary>What can be shown on one day, and how popular it is.</summary>
internal sealed class DayOffer
{
    private readonly AliasTable _all;
    private readonly AliasTable?[] _withinCategory;
    private readonly int[][] _itemsOfCategory;
    private readonly double[] _weights;

    internal DayOffer(MarketplaceWorld world, int day)
    {
        Day = day;
        MarketplaceCatalogue catalogue = world.Catalogue;
        int categories = world.Options.Categories;
        _weights = [.. Enumerable.Range(0, world.Options.Items).Select(item => catalogue.Popularity(item, day))];
        _all = new AliasTable(_weights);
        _itemsOfCategory = [.. Enumerable.Range(0, categories).Select(_ => Array.Empty<int>())];
        foreach (IGrouping<int, int> category in Enumerable.Range(0, _weights.Length).GroupBy(catalogue.Category))
            _itemsOfCategory[category.Key] = [.. category];
        CategoryWeights = [.. _itemsOfCategory.Select(items => items.Sum(item => _weights[item]))];
        _withinCategory = [.. _itemsOfCategory.Select((items, c) =>
            CategoryWeights[c] > 0 ? new AliasTable([.. items.Select(item => _weights[item])]) : null)];
    }

    internal int Day { get; }

    /// <summary>Total popularity of each category; 0 if nothing of it can be shown.</summary>
    internal double[] CategoryWeights { get; }

    internal double Weight(int item) => _weights[item];

    /// <summary>An item by popularity.</summary>
    internal int Draw(ulong bits) => _all.Draw(bits);

    /// <summary>An item of the category by popularity; of the whole offer if the category is empty.</summary>
    internal int Draw(int category, ulong bits) =>
        _withinCategory[category] is { } table ? _itemsOfCategory[category][table.Draw(bits)] : _all.Draw(bits);
}
