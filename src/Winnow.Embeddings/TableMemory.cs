namespace Winnow.Embeddings;

/// <summary>Where every byte of a table is. All figures are bytes taken from the system.</summary>
/// <param name="Rows">Rows in use.</param>
/// <param name="FreeRows">Room for further rows in slabs already taken.</param>
/// <param name="Index">Index of the rows, free slots included.</param>
/// <param name="FreeIndex">Index pages between two owners.</param>
/// <param name="WaitingRows">Keys that wait for admission.</param>
/// <param name="FreeWaitingRows">Room for further ones.</param>
/// <param name="WaitingIndex">Their index, its free pages included.</param>
/// <param name="RemovalLog">Keys removed, kept for delta snapshots.</param>
/// <param name="Scratch">Working memory of pulls, pushes and sweeps; grows with the largest batch.</param>
public readonly record struct TableMemory(
    long Rows, long FreeRows, long Index, long FreeIndex, long WaitingRows, long FreeWaitingRows, long WaitingIndex,
    long RemovalLog, long Scratch)
{
    /// <summary>What <see cref="EmbeddingTableOptions.BudgetBytes"/> limits: everything but <see cref="Scratch"/>.</summary>
    public long BudgetedBytes =>
        Rows + FreeRows + Index + FreeIndex + WaitingRows + FreeWaitingRows + WaitingIndex + RemovalLog;

    /// <summary>Everything.</summary>
    public long TotalBytes => BudgetedBytes + Scratch;
}
