namespace Winnow.Embeddings;

/// <summary>What a record of a table snapshot stands for.</summary>
public enum SnapshotRecordKind
{
    /// <summary>A row.</summary>
    Row,

    /// <summary>A key that waits for admission.</summary>
    Waiting,

    /// <summary>None: there are no more records.</summary>
    End,
}
