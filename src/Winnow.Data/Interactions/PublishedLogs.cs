using Winnow.Numerics;

namespace Winnow.Data;

/// <summary>Logs of interactions of the catalogue that are not split yet.</summary>
public static class PublishedLogs
{
    /// <summary>The names there are.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Catalogue.All.Where(d => d.Interactions?.IsSplit == false).Select(d => d.Name)];

    /// <summary>Loads a log and checks that it is what its publisher describes.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="store">Finds and checks the files.</param>
    /// <exception cref="ArgumentException">There is no such log; the message names the nearest.</exception>
    /// <exception cref="DatasetUnavailableException">A file is not here, or not the one of the catalogue.</exception>
    /// <exception cref="BadDataException">A file is malformed, or its counts are not the published ones.</exception>
    public static Interactions Load(string name, DatasetStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        Dataset dataset = Catalogue.Get(name);
        if (dataset.Interactions is not { IsSplit: false } set)
            throw new ArgumentException($"Data set '{name}' is not a log of interactions. Logs: {string.Join(", ", Names)}.", nameof(name));
        CsrMatrix? features = set.ItemFeatures is null ? null : FeatureFile.Read(dataset, store);
        return CatalogueLogs.Read(dataset, set.Parts[0], store, features, out _);
    }
}
