using Winnow.Numerics;

namespace Winnow.Embeddings;

/// <summary>Embedding vectors by 64-bit key. A step is: <c>Pull</c> the distinct keys of a batch, compute, <c>Push</c> their
/// gradients, <c>Advance</c>. Key 0 means "no key": it is never stored, pulls zeros and has no gradient.</summary>
/// <remarks>One thread writes (training pulls, pushes, <see cref="Advance"/>, loading); between steps any number of threads may
/// pull for scoring. The table uses its worker team inside; results are the same for any number of threads.</remarks>
public interface IEmbeddingTable : IDisposable
{
    /// <summary>Name, for messages.</summary>
    string Name { get; }

    /// <summary>Numbers in a vector.</summary>
    int Dimension { get; }

    /// <summary>Number of rows.</summary>
    long Count { get; }

    /// <summary>Number of calls of <see cref="Advance"/>.</summary>
    long Step { get; }

    /// <summary>Rate of the next <see cref="Push"/>; above 0. Schedules set it before each step. Not part of snapshots.</summary>
    float LearningRate { get; set; }

    /// <summary>What the table has done since it was made.</summary>
    TableCounters Counters { get; }

    /// <summary>Where every byte of the table is.</summary>
    TableMemory Memory { get; }

    /// <summary>Reads the vectors of keys.</summary>
    /// <param name="distinctKeys">[n], each at most once (0 excepted).</param>
    /// <param name="hints">[n], or empty in scoring: receives where each row is, for <see cref="Push"/>.</param>
    /// <param name="rows">At least n rows of exactly <see cref="Dimension"/> columns: receives the vectors.</param>
    /// <param name="mode">Whether unknown keys are counted and admitted.</param>
    /// <exception cref="ArgumentException">Lengths or shapes do not fit.</exception>
    void Pull(ReadOnlySpan<ulong> distinctKeys, Span<int> hints, MatrixView rows, PullMode mode);

    /// <summary>Updates the rows of keys by their gradients. Keys without a row are passed over.</summary>
    /// <param name="distinctKeys">[n], each at most once (0 excepted).</param>
    /// <param name="hints">[n] from <see cref="Pull"/>, or empty. A hint is checked against the key in its row, so a stale one
    /// costs a look-up and nothing else; but −1 is believed: the key had no row when it was pulled.</param>
    /// <param name="gradients">At least n rows of exactly <see cref="Dimension"/> columns: ∂loss/∂vector.</param>
    /// <returns>−1, or the position of the first key whose gradient holds NaN or ±∞. Such rows are left as they were; the
    /// caller should stop and name table and key.</returns>
    /// <exception cref="ArgumentException">Lengths or shapes do not fit.</exception>
    int Push(ReadOnlySpan<ulong> distinctKeys, ReadOnlySpan<int> hints, MatrixView gradients);

    /// <summary>Ends a step: the clock moves on, and rows whose time is over or that exceed the byte budget are removed.</summary>
    void Advance();

    /// <summary>Whether a key has a row.</summary>
    bool Contains(ulong key);

    /// <summary>Looks for a vector or optimiser state that holds NaN or ±∞. Reads the whole table.</summary>
    /// <param name="key">The first such key in hash order.</param>
    bool TryFindNonFinite(out ulong key);

    /// <summary>Writes everything the table knows at this instant: rows, optimiser state, frequencies, ages, clock, keys that
    /// wait for admission. Reads only: the table goes on as if nothing had happened.</summary>
    /// <param name="target">Receives the snapshot; neither flushed nor closed. The caller writes aside, flushes, renames.</param>
    /// <returns>The instant, for <see cref="SaveDelta"/>.</returns>
    /// <remarks>Rows come in the order of their hash, so that the bytes do not depend on how the table came to hold them.
    /// Memory: two blocks of 1 MiB and 20 bytes for each row of one segment, which is 1/256 of the table.</remarks>
    SnapshotCut Save(Stream target);

    /// <summary>Writes what has changed since an earlier snapshot: rows and waiting keys seen since (to the tick), and the keys
    /// removed since.</summary>
    /// <param name="target">Receives the delta; neither flushed nor closed.</param>
    /// <param name="since">One of the last 256 results of saving or loading, none older than the last load.</param>
    /// <exception cref="InvalidOperationException">No delta can start from there; take a full snapshot.</exception>
    SnapshotCut SaveDelta(Stream target, SnapshotCut since);

    /// <summary>Replaces the contents of the table by a full snapshot, and goes on from there exactly as the original.</summary>
    /// <param name="source">A snapshot, from its current position to its end.</param>
    /// <param name="path">What to call it in messages.</param>
    /// <exception cref="InvalidDataException">It is no full snapshot, damaged, or of a table of another name, dimension,
    /// precision, optimiser, seed or clock. The table is unchanged.</exception>
    SnapshotCut Load(Stream source, string path);

    /// <summary>Applies a delta to the snapshot it starts from.</summary>
    /// <param name="source">A delta, from its current position to its end; read twice.</param>
    /// <param name="path">What to call it in messages.</param>
    /// <exception cref="InvalidDataException">It is no delta, damaged, of another table, or starts from another instant. The
    /// table is unchanged.</exception>
    /// <exception cref="NotSupportedException">The stream cannot seek.</exception>
    SnapshotCut LoadDelta(Stream source, string path);
}
