using System.Runtime.CompilerServices;
using Winnow.Numerics;

namespace Winnow.Retrieval;

/// <summary>Replaces links to deleted nodes by links to what those nodes linked to (the consolidation of FreshDiskANN, Singh et
/// al., 2021, with the choice of links of HNSW).</summary>
/// <remarks>A chunk rewrites lists of its own nodes and reads lists of deleted nodes, which nobody writes: so the result does not
/// depend on the number of threads. A node may be left without links on the lowest layer; the caller connects it anew.</remarks>
internal unsafe struct RepairJob<TSpace> : IParallelJob where TSpace : struct, INodeSpace<TSpace>
{
    internal const int NodesPerChunk = 256;

    internal HnswStore Store;
    internal int From, To;
    internal ReaderSet Readers;

    public readonly void Run(int chunk)
    {
        SearchScratch scratch = Readers.Enter();
        try
        {
            int most = Store.Shape.MostLinks;
            scratch.Reserve(Store, most * (most + 1), 0);
            int first = From + chunk * NodesPerChunk, end = Math.Min(To, first + NodesPerChunk);
            for (int slot = first; slot < end; slot++)
            {
                if (Store.State(slot) != HnswStore.Live) continue;
                for (int level = 0; level <= Store.Levels[slot]; level++)
                    if (NeedsRepair(slot, level)) Repair(slot, level, scratch);
            }
        }
        finally
        {
            ReaderSet.Leave(scratch);
        }
    }

    private readonly bool NeedsRepair(int slot, int level)
    {
        int* links = Store.Links(slot, level);
        int count = Store.LinkCount(slot, level);
        for (int i = 0; i < count; i++)
            if (Store.State(links[i]) != HnswStore.Live) return true;
        return false;
    }

    [SkipLocalsInit]
    private readonly void Repair(int slot, int level, SearchScratch scratch)
    {
        TSpace space = TSpace.Toward(Store, Store.Row(slot), scratch.Words);
        int* links = Store.Links(slot, level);
        int count = 0, have = Store.LinkCount(slot, level);
        for (int i = 0; i < have; i++)
        {
            if (Store.State(links[i]) == HnswStore.Live)
            {
                Add(space, scratch, ref count, slot, links[i]);
                continue;
            }
            int* beyond = Store.Links(links[i], level);
            int beyondCount = Store.LinkCount(links[i], level);
            for (int j = 0; j < beyondCount; j++)
                if (Store.State(beyond[j]) == HnswStore.Live) Add(space, scratch, ref count, slot, beyond[j]);
        }
        scratch.Forget();
        new Span<ulong>(scratch.Pool, count).Sort();
        int* chosen = stackalloc int[256];
        int kept = LinkSelection.Choose(space, scratch.Pool, count, Store.Shape.MostLinksOn(level), chosen);
        Store.SetLinks(slot, level, new ReadOnlySpan<int>(chosen, kept));
    }

    private static void Add(in TSpace space, SearchScratch scratch, ref int count, int slot, int candidate)
    {
        ulong bit = 1ul << candidate;
        ulong* word = scratch.Marks + (candidate >> 6);
        if (candidate == slot || (*word & bit) != 0) return;
        *word |= bit;
        scratch.Visited[scratch.VisitedCount++] = (uint)candidate;
        scratch.Pool[count++] = PoolEntry.Of(space.Distance(candidate), candidate);
    }
}
