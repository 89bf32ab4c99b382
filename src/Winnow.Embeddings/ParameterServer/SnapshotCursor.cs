namespace Winnow.Embeddings;

/// <summary>Where the reading of a shard's records has got to. The default value is the beginning.</summary>
/// <param name="Kind">Kind of the next record.</param>
/// <param name="AfterHash">Hash of the last key read of that kind; 0 at its beginning.</param>
public readonly record struct SnapshotCursor(SnapshotRecordKind Kind, ulong AfterHash)
{
    /// <summary>Behind the last record.</summary>
    public static SnapshotCursor End => new(SnapshotRecordKind.End, 0);

    /// <summary>Right before the row a key has, or would have.</summary>
    /// <param name="key">Any but 0.</param>
    public static SnapshotCursor Before(ulong key) => new(SnapshotRecordKind.Row, KeyHash.Of(key) - 1);
}
