using Winnow.Data;

namespace Winnow.Serving.ConsoleApi;

/// <summary>What an item is called on the page.</summary>
internal static class ItemTitles
{
    private static readonly string[] s_names = ["title", "name", "label", "description"];

    /// <summary>The first of the features <c>title</c>, <c>name</c>, <c>label</c> and <c>description</c> that it has; else its id.</summary>
    public static string Of(string id, FeatureValues features)
    {
        foreach (string name in s_names)
            if (features[name] is { IsMissing: false, IsList: false } title) return title.ToString();
        return id;
    }

    /// <summary>Whether a feature is what <see cref="Of"/> takes for a title.</summary>
    public static bool IsTitle(string name) => s_names.Contains(name, StringComparer.Ordinal);

    /// <summary>An item with its title; one that the catalogue does not know is called by its id.</summary>
    public static TitledItem Describe(string id, IItemCatalogue items)
    {
        FeatureValues features = items.Ids.TryFind(id, out int item) ? items.Features(item) : FeatureValues.Empty;
        return new TitledItem(id, Of(id, features), features);
    }
}
