namespace Winnow.Retrieval;

/// <summary>Who is searching, and since when: lets a writer know when nobody can still see what it has taken out of the graph.</summary>
/// <remarks>
/// Epoch-based reclamation (Fraser, 2004). A reader announces the current epoch, passes a full fence, and only then looks at
/// the graph; a writer unlinks something, passes a full fence and advances the epoch. When no reader announces an epoch up to
/// the one in which something was unlinked, nobody can reach it. Readers never wait; a writer that finds somebody still
/// searching puts off the reuse.
/// </remarks>
internal sealed class ReaderSet : IDisposable
{
    private readonly Lock _growing = new();
    private SearchScratch[] _all = [];
    private long _epoch = 1;

    /// <summary>Takes a scratch for one search, and with it the right to look at the graph until <see cref="Leave"/>.</summary>
    internal SearchScratch Enter()
    {
        SearchScratch scratch = Take();
        Volatile.Write(ref scratch.Epoch, Volatile.Read(ref _epoch));
        Interlocked.MemoryBarrier();
        return scratch;
    }

    internal static void Leave(SearchScratch scratch)
    {
        Volatile.Write(ref scratch.Epoch, 0);
        Volatile.Write(ref scratch.Taken, 0);
    }

    /// <summary>Ends an epoch. What was unlinked before may go when <see cref="OldestReader"/> exceeds the returned number.</summary>
    internal long Advance() => Interlocked.Increment(ref _epoch) - 1;

    /// <summary>The epoch of the longest search under way; the greatest number if there is none.</summary>
    internal long OldestReader()
    {
        Interlocked.MemoryBarrier();
        long oldest = long.MaxValue;
        foreach (SearchScratch scratch in Volatile.Read(ref _all))
        {
            long epoch = Volatile.Read(ref scratch.Epoch);
            if (epoch != 0) oldest = Math.Min(oldest, epoch);
        }
        return oldest;
    }

    /// <summary>Frees the scratches; the caller knows that nobody searches.</summary>
    public void Dispose()
    {
        foreach (SearchScratch scratch in _all) scratch.Dispose();
        _all = [];
    }

    private SearchScratch Take()
    {
        SearchScratch[] all = Volatile.Read(ref _all);
        int start = Environment.CurrentManagedThreadId;
        for (int i = 0; i < all.Length; i++)
        {
            SearchScratch scratch = all[(int)((uint)(start + i) % (uint)all.Length)];
            if (Volatile.Read(ref scratch.Taken) == 0 && Interlocked.CompareExchange(ref scratch.Taken, 1, 0) == 0) return scratch;
        }
        return Add();
    }

    /// <summary>As many as there ever were searches at once; only the first of each waits for the lock.</summary>
    private SearchScratch Add()
    {
        SearchScratch scratch = new() { Taken = 1 };
        lock (_growing) Volatile.Write(ref _all, [.. _all, scratch]);
        return scratch;
    }
}
