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
}
