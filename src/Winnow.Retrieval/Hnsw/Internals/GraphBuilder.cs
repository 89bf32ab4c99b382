using System.Runtime.CompilerServices;
using Winnow.Numerics;

namespace Winnow.Retrieval;

/// <summary>Puts a batch of nodes into a graph (Malkov and Yashunin, algorithm 1, a batch at a time).</summary>
/// <remarks>
/// First every node of the batch searches the graph as it was before the batch, compares itself with the earlier nodes of the
/// batch one by one, and writes its own links; nobody can reach it yet. Then the links back are sorted by their target, and
/// each target is served once. Both halves write only what belongs to their chunk, so the graph is the same for any number of
/// threads, and a target that several nodes of a batch link to is pruned once instead of several times.
/// </remarks>
internal sealed unsafe class GraphBuilder(HnswShape shape, int candidates, ReaderSet readers) : IDisposable
{
    /// <summary>Nodes a batch: enough to share between threads, few enough that comparing all pairs costs little.</summary>
    internal const int BatchNodes = 128;

    private const int EdgesPerChunk = 64;

    private NativeBuffer<ulong> _edges = new(0);

    /// <summary>Connects the nodes in <paramref name="slots"/>, at most <see cref="BatchNodes"/>, whose vectors and layers are
    /// stored already.</summary>
    internal void Connect(HnswStore store, ReadOnlySpan<int> slots, WorkerTeam team)
    {
        if (shape.IsInt8 && shape.IsEuclidean) Connect<ByteEuclidean>(store, slots, team);
        else if (shape.IsInt8) Connect<ByteProduct>(store, slots, team);
        else if (shape.IsEuclidean) Connect<FloatEuclidean>(store, slots, team);
        else Connect<FloatProduct>(store, slots, team);
    }

    /// <summary>Takes links to deleted nodes out of the lists of some slots; see <see cref="RepairJob{TSpace}"/>.</summary>
    internal void Repair(HnswStore store, int from, int to, WorkerTeam team)
    {
        if (shape.IsInt8 && shape.IsEuclidean) Repair<ByteEuclidean>(store, from, to, team);
        else if (shape.IsInt8) Repair<ByteProduct>(store, from, to, team);
        else if (shape.IsEuclidean) Repair<FloatEuclidean>(store, from, to, team);
        else Repair<FloatProduct>(store, from, to, team);
    }

    public void Dispose() => _edges.Dispose();

    private void Connect<TSpace>(HnswStore store, ReadOnlySpan<int> slots, WorkerTeam team) where TSpace : struct, INodeSpace<TSpace>
    {
        fixed (int* first = slots)
        {
            SearchJob<TSpace> search = new() { Store = store, Slots = first, Candidates = candidates, Readers = readers };
            team.Run(ref search, slots.Length);
        }
        int edges = CollectEdges(store, slots);
        BackLinkJob<TSpace> back = new() { Store = store, Edges = _edges.Pointer, EdgeCount = edges, Readers = readers };
        team.Run(ref back, (edges + EdgesPerChunk - 1) / EdgesPerChunk);
    }

    private void Repair<TSpace>(HnswStore store, int from, int to, WorkerTeam team) where TSpace : struct, INodeSpace<TSpace>
    {
        RepairJob<TSpace> repair = new() { Store = store, From = from, To = to, Readers = readers };
        team.Run(ref repair, (to - from + RepairJob<TSpace>.NodesPerChunk - 1) / RepairJob<TSpace>.NodesPerChunk);
    }

    /// <summary>The links of the batch, turned round: level, target, source; sorted.</summary>
    private int CollectEdges(HnswStore store, ReadOnlySpan<int> slots)
    {
        int count = 0;
        for (int i = 0; i < slots.Length; i++)
        {
            for (int level = 0; level <= store.Levels[slots[i]]; level++)
            {
                int links = store.LinkCount(slots[i], level);
                if (_edges.Length < (nuint)(count + links)) GrowEdges(count + links);
                int* list = store.Links(slots[i], level);
                for (int j = 0; j < links; j++) _edges[(nuint)count++] = Edge.Of(level, list[j], i);
            }
        }
        _edges.Slice(0, count).Sort();
        for (int i = 0; i < count; i++) _edges[(nuint)i] = Edge.WithSource(_edges[(nuint)i], slots);
        return count;
    }

    private void GrowEdges(int needed)
    {
        NativeBuffer<ulong> larger = new(Math.Max((nuint)needed, 2 * _edges.Length), zeroed: false);
        _edges.Span.CopyTo(larger.Span);
        _edges.Dispose();
        _edges = larger;
    }

    /// <summary>Chooses the links of one new node.</summary>
    private struct SearchJob<TSpace> : IParallelJob where TSpace : struct, INodeSpace<TSpace>
    {
        internal HnswStore Store;
        internal int* Slots;
        internal int Candidates;
        internal ReaderSet Readers;

        public readonly void Run(int chunk)
        {
            SearchScratch scratch = Readers.Enter();
            try
            {
                scratch.Reserve(Store, Candidates + BatchNodes, BatchNodes);
                Choose(chunk, scratch);
            }
            finally
            {
                ReaderSet.Leave(scratch);
            }
        }

        [SkipLocalsInit]
        private readonly void Choose(int position, SearchScratch scratch)
        {
            int slot = Slots[position], level = Store.Levels[slot];
            TSpace space = TSpace.Toward(Store, Store.Row(slot), scratch.Words);
            ulong* peers = scratch.Keys;
            for (int i = 0; i < position; i++) peers[i] = PoolEntry.Of(space.Distance(Slots[i]), Slots[i]);
            int* chosen = stackalloc int[256];
            long entry = Volatile.Read(ref Store.Entry);
            int top = entry < 0 ? -1 : (int)(entry >> 32);
            ulong nearest = 0;
            if (top >= 0) nearest = GraphSearch.Descend(Store, space, (int)entry, top, Math.Min(level, top) + 1);
            for (int on = level; on >= 0; on--)
            {
                int count = 0;
                if (on <= top)
                {
                    count = GraphSearch.Layer(Store, space, scratch, nearest & ~1ul, on, Candidates);
                    nearest = scratch.Pool[0];
                }
                count = Merge(scratch.Pool, count, peers, position, on, slot);
                int links = LinkSelection.Choose(space, scratch.Pool, count, Store.Shape.Links, chosen);
                Store.SetLinks(slot, on, new ReadOnlySpan<int>(chosen, links));
            }
        }

        /// <summary>What may be linked to, in order: found nodes that are not deleted, and earlier nodes of the batch.</summary>
        private readonly int Merge(ulong* pool, int count, ulong* peers, int peerCount, int level, int self)
        {
            int kept = 0;
            for (int i = 0; i < count; i++)
            {
                int found = PoolEntry.Slot(pool[i]);
                if (found != self && Store.State(found) == HnswStore.Live) pool[kept++] = pool[i] & ~1ul;
            }
            int merged = kept;
            for (int i = 0; i < peerCount; i++)
                if (Store.Levels[PoolEntry.Slot(peers[i])] >= level) pool[merged++] = peers[i];
            if (merged > kept) new Span<ulong>(pool, merged).Sort();
            return Math.Min(merged, Candidates);
        }
    }

    /// <summary>Adds links back to some targets.</summary>
    private struct BackLinkJob<TSpace> : IParallelJob where TSpace : struct, INodeSpace<TSpace>
    {
        internal HnswStore Store;
        internal ulong* Edges;
        internal int EdgeCount;
        internal ReaderSet Readers;

        public readonly void Run(int chunk)
        {
            int end = Math.Min(EdgeCount, (chunk + 1) * EdgesPerChunk);
            SearchScratch scratch = Readers.Enter();
            try
            {
                scratch.Reserve(Store, Store.Shape.MostLinks + BatchNodes, 0);
                for (int i = NextTarget(chunk * EdgesPerChunk); i < end;)
                {
                    int next = NextTarget(i + 1);
                    Serve(Edges + i, next - i, scratch);
                    i = next;
                }
            }
            finally
            {
                ReaderSet.Leave(scratch);
            }
        }

        /// <summary>The first edge from <paramref name="at"/> on whose target is another than that of the edge before.</summary>
        private readonly int NextTarget(int at)
        {
            while (at > 0 && at < EdgeCount && Edge.SameTarget(Edges[at], Edges[at - 1])) at++;
            return Math.Min(at, EdgeCount);
        }

        /// <summary>A node that joins anew may be linked to already.</summary>
        private static int DropKnown(int* links, int have, ulong* edges, int count)
        {
            ReadOnlySpan<int> known = new(links, have);
            int kept = 0;
            for (int i = 0; i < count; i++)
                if (!known.Contains(Edge.Source(edges[i]))) edges[kept++] = edges[i];
            return kept;
        }

        [SkipLocalsInit]
        private readonly void Serve(ulong* edges, int count, SearchScratch scratch)
        {
            int level = Edge.Level(*edges), target = Edge.Target(*edges);
            int* links = Store.Links(target, level);
            int most = Store.Shape.MostLinksOn(level), have = Store.LinkCount(target, level);
            count = DropKnown(links, have, edges, count);
            if (have + count <= most)
            {
                for (int i = 0; i < count; i++) Volatile.Write(ref links[have + i], Edge.Source(edges[i]));
                return;
            }
            TSpace space = TSpace.Toward(Store, Store.Row(target), scratch.Words);
            for (int i = 0; i < have; i++) space.Prefetch(links[i]);
            ulong* pool = scratch.Pool;
            for (int i = 0; i < have; i++) pool[i] = PoolEntry.Of(space.Distance(links[i]), links[i]);
            for (int i = 0; i < count; i++) pool[have + i] = PoolEntry.Of(space.Distance(Edge.Source(edges[i])), Edge.Source(edges[i]));
            new Span<ulong>(pool, have + count).Sort();
            int* chosen = stackalloc int[256];
            int kept = LinkSelection.Choose(space, pool, have + count, most, chosen);
            Store.SetLinks(target, level, new ReadOnlySpan<int>(chosen, kept));
        }
    }
}
