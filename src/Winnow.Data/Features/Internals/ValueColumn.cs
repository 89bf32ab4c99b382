namespace Winnow.Data;

/// <summary>Reads a column that is no id feature into its place in a batch.</summary>
internal abstract class ValueColumn(int source)
{
    /// <summary>Index of the column in the block; −1 if the file lacks it.</summary>
    protected int Source { get; } = source;

    /// <summary>Fills some rows of the batch from those of the block, and marks malformed ones.</summary>
    public abstract void Encode(RecordBlock block, int first, int count, Batch batch, RowMarks marks);
}
