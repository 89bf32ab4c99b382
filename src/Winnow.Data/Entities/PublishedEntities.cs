namespace Winnow.Data;

/// <summary>Features of users and items that the data sets of the catalogue bring along.</summary>
/// <remarks>They may hold more users and items than the log has, and fewer; the ids agree by text.</remarks>
public static class PublishedEntities
{
    internal const string ItemPart = "items", UserPart = "users";

    /// <summary>The data sets with features of their items.</summary>
    public static IReadOnlyList<string> WithItems { get; } = [.. Catalogue.All.Where(d => d.Items is not null).Select(d => d.Name)];

    /// <summary>The data sets with features of their users.</summary>
    public static IReadOnlyList<string> WithUsers { get; } = [.. Catalogue.All.Where(d => d.Users is not null).Select(d => d.Name)];

    /// <summary>Loads the items of a data set: titles, years, genres, prices …, as its description says.</summary>
    /// <param name="name">One of <see cref="WithItems"/>.</param>
    /// <param name="store">Finds and checks the files.</param>
    /// <returns>The items in the order of the file, texts that are empty left out.</returns>
    /// <exception cref="ArgumentException">There is no such data set, or it has no features of items.</exception>
    /// <exception cref="DatasetUnavailableException">A file is not here, or not the one of the catalogue.</exception>
    /// <exception cref="BadDataException">A line has too few columns, no id, or an id that appeared before.</exception>
    public static EntityFeatures Items(string name, DatasetStore store) => Load(name, store, ItemPart, d => d.Items, WithItems);

    /// <summary>Loads the users of a data set: age, occupation, country …, as its description says.</summary>
    /// <inheritdoc cref="Items"/>
    /// <param name="name">One of <see cref="WithUsers"/>.</param>
    /// <param name="store">Finds and checks the files.</param>
    public static EntityFeatures Users(string name, DatasetStore store) => Load(name, store, UserPart, d => d.Users, WithUsers);

    private static EntityFeatures Load(string name, DatasetStore store, string part, Func<Dataset, EntityLayout?> layoutOf, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(store);
        Dataset dataset = Catalogue.Get(name);
        EntityLayout layout = layoutOf(dataset)
            ?? throw new ArgumentException($"Data set '{name}' has no features of {part}. These have: {string.Join(", ", names)}.", nameof(name));
        TextOrigin origin = store.Origins(dataset, part)[0];
        return new EntityReader(origin.Name, layout).Read(layout.Separator is null ? EntityLines.OfCsv(origin, layout) : EntityLines.OfText(origin, layout));
    }
}
