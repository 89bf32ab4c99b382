using Microsoft.Data.Sqlite;

namespace Winnow.Serving.Sqlite;

/// <summary>Says what a fault of SQLite means.</summary>
internal static class SqliteFault
{
    private const int ReadOnly = 8, InputOutput = 10, Corrupt = 11, Full = 13, NoDatabase = 26;

    /// <summary>The fault for those who asked the store.</summary>
    public static FeatureStoreException Explain(Exception fault) => new(fault is SqliteException { SqliteErrorCode: var code } ? code switch
    {
        Full => "The disk of the feature store is full; nothing was changed. Make room.",
        ReadOnly => "The feature store cannot be written: its file or folder is read-only. Give this process the right to write.",
        InputOutput => "The disk of the feature store does not work; nothing was changed. Look at the system's log.",
        Corrupt or NoDatabase => "The file of the feature store is damaged or is none. Restore it from a copy, or move it away and start with an empty one.",
        _ => $"The feature store failed: {fault.Message}",
    } : $"The feature store failed: {fault.Message}", fault);
}
