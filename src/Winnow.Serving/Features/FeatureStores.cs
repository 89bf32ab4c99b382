namespace Winnow.Serving;

/// <summary>Opens the store that options ask for.</summary>
public static class FeatureStores
{
    /// <summary>Name of the file of an SQLite store in the data directory.</summary>
    public const string FileName = "features.db";

    /// <summary>Opens or makes a store.</summary>
    /// <param name="options">Which one.</param>
    /// <param name="directory">The data directory; must be there.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="FeatureStoreException">It cannot be opened.</exception>
    public static async Task<IFeatureStore> OpenAsync(FeatureStoreOptions options, string directory, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.IsMemory) return new MemoryFeatureStore(options.HistoryLimit);
        if (options.IsSqlite) return new SqliteFeatureStore(Path.Combine(directory, FileName), options.HistoryLimit);
        return await PostgresFeatureStore.OpenAsync(options.Kind, options.HistoryLimit, cancel);
    }
}
