using Winnow.Data;

namespace Winnow.Serving;

/// <summary>The items of a release. Safe from any thread.</summary>
public interface IItemCatalogue
{
    /// <summary>Ids of the items by number.</summary>
    IdIndex Ids { get; }

    /// <summary>The raw features of an item, updates included. Reads from disk: for what is shown, not for every candidate.</summary>
    FeatureValues Features(int item);

    /// <summary>A feature that rules or re-ranking ask about, ready to be asked for every candidate.</summary>
    /// <param name="name">Name of the feature.</param>
    /// <exception cref="ArgumentException">The release was packed without it; the message names those it has.</exception>
    IItemAttribute Attribute(string name);

    /// <summary>Length of the vectors of <see cref="Vector"/>; 0 if the release has none.</summary>
    int VectorDimension { get; }

    /// <summary>The unit vector by which items are alike (inner product = cosine), [<see cref="VectorDimension"/>].</summary>
    ReadOnlySpan<float> Vector(int item);
}

/// <summary>One feature of all items, its texts numbered.</summary>
public interface IItemAttribute
{
    /// <summary>Name of the feature.</summary>
    string Name { get; }

    /// <summary>The different texts; a number of <see cref="Values"/> is an index here.</summary>
    IReadOnlyList<string> Texts { get; }

    /// <summary>Numbers of the texts an item has: one, several (genres) or none.</summary>
    ReadOnlySpan<int> Values(int item);

    /// <summary>The feature as a number; NaN if it is none.</summary>
    double Number(int item);
}
