using System.ComponentModel;

namespace Winnow.Serving.Http;

/// <summary>Items like an item.</summary>
/// <param name="Item">Its id.</param>
/// <param name="Release">Name of the release that answered.</param>
/// <param name="Items">Items, the most similar first.</param>
public sealed record SimilarAnswer(
    [property: Description("Id of the item that was asked about.")] string Item,
    [property: Description("Name of the release that answered.")] string Release,
    [property: Description("Items, the most similar first.")] IReadOnlyList<RecommendedItem> Items);
