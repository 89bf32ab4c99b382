namespace Winnow.Embeddings;

/// <summary>An instant in the life of a table: what a snapshot was taken of, and what a delta starts from.</summary>
/// <param name="Step">Number of <see cref="IEmbeddingTable.Advance"/> calls.</param>
/// <param name="Pushes">Number of pushes; the step count of Adam and of stochastic rounding.</param>
/// <param name="Removals">Number of keys removed ever.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Waiting">Number of keys that wait for admission.</param>
public readonly record struct SnapshotCut(long Step, long Pushes, long Removals, long Rows, long Waiting)
{
    /// <summary>Most steps and pushes of a table; more than any run can take.</summary>
    internal const long MostSteps = 1L << 50;

    /// <inheritdoc/>
    public override string ToString() =>
        $"step {Step} (pushes {Pushes}, removals {Removals}, rows {Rows}, waiting {Waiting})";
}
