using Winnow.Numerics;

namespace Winnow.Embeddings;

/// <summary>An embedding table of a parameter store, as a worker sees it: cut in shards, shared with other workers.</summary>
public interface IParameterTable
{
    /// <summary>What the table is.</summary>
    TableShardOptions Options { get; }

    /// <summary>Number of rows.</summary>
    long CountRows();

    /// <summary>Reads the vectors of keys without changing anything. A key without a row pulls what it would pull in a training step now: the
    /// vector its row would start with, or the cold vector while it waits for admission.</summary>
    /// <param name="distinctKeys">[n], each at most once (0 excepted).</param>
    /// <param name="rows">At least n rows of exactly the dimension of the table: receives the vectors.</param>
    /// <param name="source">The run of <paramref name="step"/>.</param>
    /// <param name="step">Waits until so many steps of the run were applied; 0: takes the rows as they are.</param>
    /// <exception cref="TimeoutException">That step did not come in time.</exception>
    void Pull(ReadOnlySpan<ulong> distinctKeys, MatrixView rows, ulong source, long step);

    /// <summary>Counts keys, admits those that are due, updates their rows by their gradients, and moves the clock of the table on.</summary>
    /// <param name="tag">Which piece of work this is.</param>
    /// <param name="distinctKeys">[n], each at most once (0 excepted).</param>
    /// <param name="gradients">At least n rows of exactly the dimension: ∂loss/∂vector.</param>
    /// <param name="pulled">The rows the gradients were computed at, same shape; read only where gradients are compensated for delay.</param>
    /// <returns>−1, or the position of a key whose gradient holds NaN or ±∞; then nothing was changed.</returns>
    int Push(in UpdateTag tag, ReadOnlySpan<ulong> distinctKeys, MatrixView gradients, MatrixView pulled);

    /// <summary>Writes the whole table as <see cref="IEmbeddingTable.Save"/> does, all shards in one snapshot. Nobody may push meanwhile.</summary>
    void Save(Stream target);

    /// <summary>Replaces the contents of all shards by a snapshot, of a table of any number of shards. Nobody may push meanwhile.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="path">What to call it in messages.</param>
    /// <exception cref="InvalidDataException">It is no full snapshot, damaged, or of another table.</exception>
    void Load(Stream snapshot, string path);
}
