using Winnow.Numerics;

namespace Winnow.Retrieval;

/// <content>Taking links to removed items out of the graph, a few lists with each change.</content>
/// <remarks>When enough items have been removed, a sweep over all nodes begins, and each later change carries it on by some nodes:
/// so none waits for a million lists. A sweep serves the slots that were removed before it began. Whatever is linked during it is
/// linked to live nodes only, and what is removed during it loses its links to those slots at its end; so no list names one of them any more, and they
/// go to be used again.</remarks>
public sealed unsafe partial class HnswIndex
{
    /// <summary>A sweep begins at so many removals: at least 64, else one for 128 items. At 256 nodes a change it ends when half as
    /// many items again have changed, before the next is due.</summary>
    private const int RepairAtLeast = 64, RepairShare = 128, NodesPerChange = 256;

    private List<int> _removed = [], _leaving = [];       // slots: since the sweep began; before it
    private int _sweepAt, _sweepEnd;                        // slots; equal while there is no sweep

    /// <summary>Takes all links to removed items out of the graph now, so that their memory can be used again. Happens by itself
    /// with the changes after one in 128 items has been removed; before a quiet time, or before measuring, it can be asked for.</summary>
    /// <param name="team">Threads that share the work. Their number does not change the graph.</param>
    /// <exception cref="InvalidOperationException">The index is mapped.</exception>
    public void Repair(WorkerTeam team)
    {
        ArgumentNullException.ThrowIfNull(team);
        lock (_writer)
        {
            CheckWritable();
            if (IsSweeping) Sweep(int.MaxValue, team);
            if (_removed.Count == 0) return;
            BeginSweep();
            Sweep(int.MaxValue, team);
        }
    }

    private bool IsSweeping => _leaving.Count > 0;

    private void Delete(HnswStore store, int slot)
    {
        store.SetState(slot, HnswStore.Deleted);
        _removed.Add(slot);
    }

    /// <summary>What a change of so many items does for the graph besides.</summary>
    private void RepairSome(int changes, WorkerTeam team)
    {
        if (!IsSweeping)
        {
            if (_removed.Count < Math.Max(RepairAtLeast, _live / RepairShare)) return;
            BeginSweep();
        }
        Sweep(changes * NodesPerChange, team);
    }

    private void BeginSweep()
    {
        (_leaving, _removed) = (_removed, _leaving);
        ReplaceEntry(_store);
        (_sweepAt, _sweepEnd) = (0, _store.Slots);          // later slots never linked to what is leaving
    }

    private void Sweep(int nodes, WorkerTeam team)
    {
        _changing = true;
        int from = _sweepAt, to = (int)Math.Min(_sweepEnd, (long)from + nodes);
        _builder.Repair(_store, from, to, team);
        ConnectIsolated(_store, from, to, team);
        _sweepAt = to;
        if (to == _sweepEnd) EndSweep();
        FinishChange();
    }

    private void EndSweep()
    {
        foreach (int slot in _leaving) _store.SetState(slot, HnswStore.Vacant);
        // The sweep passes over removed nodes. Those removed since it began still link to what leaves, and searches still walk through them.
        foreach (int slot in _removed) _store.DropVacantLinks(slot);
        long epoch = _readers.Advance();
        foreach (int slot in _leaving) _retired.Enqueue((epoch, slot));
        _leaving.Clear();
    }

    /// <summary>If searches begin at a removed node, lets them begin at the highest one that is left.</summary>
    private static void ReplaceEntry(HnswStore store)
    {
        if (store.Entry < 0 || store.State((int)store.Entry) == HnswStore.Live) return;
        int best = -1;
        for (int slot = 0; slot < store.Slots; slot++)
        {
            if (store.State(slot) != HnswStore.Live) continue;
            if (best < 0 || store.Levels[slot] > store.Levels[best]) best = slot;
        }
        if (best < 0) Volatile.Write(ref store.Entry, -1);
        else SetEntry(store, best);
    }

    /// <summary>Nodes that lost all links, because nothing near them was left, join anew.</summary>
    private void ConnectIsolated(HnswStore store, int from, int to, WorkerTeam team)
    {
        if (_live < 2) return;
        Span<int> alone = stackalloc int[1];
        for (int slot = from; slot < to; slot++)
        {
            if (store.State(slot) != HnswStore.Live || store.LinkCount(slot, 0) > 0) continue;
            alone[0] = slot;
            _builder.Connect(store, alone, team);
        }
    }
}
