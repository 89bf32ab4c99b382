using System.Runtime.InteropServices;
using Winnow.Numerics;

namespace Winnow.Retrieval;

/// <content>Inserting, replacing and removing. One change at a time; searches go on.</content>
public sealed unsafe partial class HnswIndex
{
    private readonly Lock _writer = new();
    private readonly GraphBuilder _builder;
    private readonly Queue<(long Epoch, int Slot)> _retired = [];
    private readonly Queue<(long Epoch, HnswStore Store)> _oldStores = [];
    private readonly Stack<int> _vacant = [];
    private readonly Dictionary<int, Stack<int>> _vacantLists = [];     // of upper layers, by their number
    private Dictionary<int, int>? _slotOf;                              // made by the first change
    private long _insertions;
    private long _changes;
    private volatile bool _changing;

    /// <summary>Inserts one item, or replaces its vector.</summary>
    /// <param name="id">Number of the item, at least 0.</param>
    /// <param name="vector">[<see cref="Dimension"/>], finite; of the model <see cref="Version"/>.</param>
    /// <exception cref="ArgumentException">The vector has the wrong length or is not finite, or the id is negative.</exception>
    /// <exception cref="InvalidOperationException">The index is mapped.</exception>
    public void Upsert(int id, ReadOnlySpan<float> vector)
    {
        if (vector.Length != Dimension) Throw.DimensionsDiffer(vector.Length, Dimension);
        fixed (float* data = vector) Upsert([id], new MatrixView(data, 1, vector.Length), WorkerTeam.Single);
    }

    /// <summary>Inserts items, or replaces their vectors.</summary>
    /// <param name="ids">Numbers of the items, at least 0, distinct.</param>
    /// <param name="vectors">Row i is the vector of ids[i], [n, <see cref="Dimension"/>], finite; of the model <see cref="Version"/>.</param>
    /// <param name="team">Threads that share the work. Their number does not change the graph.</param>
    /// <param name="cancel">Ends the call between two batches; the items of earlier batches stay.</param>
    /// <exception cref="ArgumentException">A vector or an id is not as said; nothing was changed.</exception>
    /// <exception cref="InvalidOperationException">The index is mapped, or would become too large.</exception>
    public void Upsert(ReadOnlySpan<int> ids, MatrixView vectors, WorkerTeam team, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(team);
        CheckItems(ids, vectors);
        lock (_writer)
        {
            CheckWritable();
            for (int first = 0; first < ids.Length; first += GraphBuilder.BatchNodes)
            {
                cancel.ThrowIfCancellationRequested();
                int count = Math.Min(GraphBuilder.BatchNodes, ids.Length - first);
                InsertBatch(ids.Slice(first, count), vectors.RowRange(first, count), team);
                RepairSome(count, team);
            }
        }
    }

    /// <summary>Removes an item: searches that begin after the call never return it.</summary>
    /// <returns>Whether it was there.</returns>
    /// <exception cref="InvalidOperationException">The index is mapped.</exception>
    public bool Remove(int id)
    {
        lock (_writer)
        {
            CheckWritable();
            if (!SlotOf.Remove(id, out int slot)) return false;
            Delete(_store, slot);
            Volatile.Write(ref _live, _live - 1);
            Volatile.Write(ref _changes, _changes + 1);
            RepairSome(1, WorkerTeam.Single);
            return true;
        }
    }

    /// <summary>Whether the item is in the index. Waits for a change under way.</summary>
    public bool Contains(int id)
    {
        lock (_writer)
        {
            if (_disposed) Throw.IndexDisposed(nameof(HnswIndex));
            return SlotOf.ContainsKey(id);
        }
    }

    /// <summary>The stored vector of an item. Waits for a change under way.</summary>
    /// <param name="id">Number of the item.</param>
    /// <param name="vector">Receives it, [<see cref="Dimension"/>]: as it was given, with <see cref="VectorMetric.Cosine"/> divided by
    /// its length.</param>
    /// <returns>Whether the item is in the index; if not, nothing is written.</returns>
    /// <exception cref="ArgumentException"><paramref name="vector"/> has another length.</exception>
    /// <remarks>The first look-up of a loaded or mapped index lists its items: some tens of milliseconds for a million.</remarks>
    public bool TryGetVector(int id, Span<float> vector)
    {
        if (vector.Length != Dimension) Throw.DimensionsDiffer(vector.Length, Dimension);
        lock (_writer)
        {
            if (_disposed) Throw.IndexDisposed(nameof(HnswIndex));
            if (!SlotOf.TryGetValue(id, out int slot)) return false;
            new ReadOnlySpan<float>(_store.Row(slot), Dimension).CopyTo(vector);
            return true;
        }
    }

    private Dictionary<int, int> SlotOf => _slotOf ??= ListSlots();

    private Dictionary<int, int> ListSlots()
    {
        Dictionary<int, int> slots = new(_live);
        for (int slot = 0; slot < _store.Slots; slot++)
            if (_store.State(slot) == HnswStore.Live) slots[_store.Ids[slot]] = slot;
        return slots;
    }

    private void CheckWritable()
    {
        if (_disposed) Throw.IndexDisposed(nameof(HnswIndex));
        if (IsMapped) Throw.Mapped();
    }

    private void CheckItems(ReadOnlySpan<int> ids, MatrixView vectors)
    {
        if (ids.Length != vectors.Rows) Throw.IdsDiffer(ids.Length, vectors.Rows);
        if (vectors.Cols != Dimension) Throw.DimensionsDiffer(vectors.Cols, Dimension);
        HashSet<int>? seen = ids.Length > 1 ? new(ids.Length) : null;
        for (int i = 0; i < ids.Length; i++)
        {
            if (ids[i] < 0) Throw.IdNegative(i, ids[i]);
            if (seen is not null && !seen.Add(ids[i])) Throw.IdRepeated(i, ids[i]);
            if (!VectorCheck.IsFinite(vectors.Row(i))) Throw.VectorNotFinite(i, ids[i]);
        }
    }

    private void InsertBatch(ReadOnlySpan<int> ids, MatrixView vectors, WorkerTeam team)
    {
        _changing = true;
        Dictionary<int, int> slotOf = SlotOf;
        Reclaim();
        Span<int> slots = stackalloc int[GraphBuilder.BatchNodes];
        slots = slots[..ids.Length];
        EnsureRoom(ids.Length);
        HnswStore store = _store;
        for (int i = 0; i < ids.Length; i++) slots[i] = Place(store, ids[i], vectors.Row(i), DrawLevel());
        _builder.Connect(store, slots, team);
        foreach (int slot in slots)
        {
            store.SetState(slot, HnswStore.Live);       // before the old form goes, so that a search finds the one or the other
            ref int known = ref CollectionsMarshal.GetValueRefOrAddDefault(slotOf, store.Ids[slot], out bool replaces);
            if (replaces) Delete(store, known);
            else Volatile.Write(ref _live, _live + 1);
            known = slot;
            if (store.Entry < 0 || store.Levels[slot] > store.Entry >> 32) SetEntry(store, slot);
        }
        FinishChange();
    }

    private void FinishChange()
    {
        Volatile.Write(ref _changes, _changes + 1);
        _changing = false;
    }

    /// <summary>Layers of the next node: floor(−ln u / ln M), u uniform (section 4.1 of the paper).</summary>
    private int DrawLevel()
    {
        float u = 1 - new RandomStream(Options.Seed, "hnsw layers").Uniform((ulong)_insertions++);
        return Math.Min(HnswStore.MostLevel, (int)(-Math.Log(u) / Math.Log(_shape.Links)));
    }

    /// <summary>Stores everything about a node but its links; nobody can reach it yet.</summary>
    private int Place(HnswStore store, int id, ReadOnlySpan<float> vector, int level)
    {
        int slot = _vacant.Count > 0 ? _vacant.Pop() : store.Slots++;
        float* row = store.Row(slot);
        Span<float> padded = new(row, _shape.RowFloats);
        VectorCheck.Prepare(Metric, vector, padded);
        padded[Dimension..].Clear();
        if (_shape.IsInt8)
        {
            sbyte* bytes = (sbyte*)store.Node(slot);
            new Span<sbyte>(bytes, _shape.VectorBytes)[Dimension..].Clear();
            float scale = Quantizer.Bytes(padded[..Dimension], bytes);
            store.Scales[slot] = scale;
            if (_shape.IsEuclidean) store.Biases[slot] = scale * scale * RowKernels.Dot(bytes, bytes, _shape.VectorBytes);
        }
        store.Ids[slot] = id;
        store.Levels[slot] = (byte)level;
        store.UpperFirst[slot] = level == 0 ? HnswStore.NoLink : TakeLists(store, level);
        store.ClearLinks(slot, level);
        return slot;
    }

    private int TakeLists(HnswStore store, int lists)
    {
        if (_vacantLists.TryGetValue(lists, out Stack<int>? vacant) && vacant.TryPop(out int first)) return first;
        first = store.UpperUsed;
        store.UpperUsed += lists;
        return first;
    }

    private static void SetEntry(HnswStore store, int slot) => Volatile.Write(ref store.Entry, ((long)store.Levels[slot] << 32) | (uint)slot);

    /// <summary>Makes room for a batch, if need be by moving to a larger store; readers finish with the old one.</summary>
    private void EnsureRoom(int nodes)
    {
        HnswStore store = _store;
        long slots = (long)store.Slots + Math.Max(0, nodes - _vacant.Count);
        long lists = (long)store.UpperUsed + (long)nodes * HnswStore.MostLevel;     // never too few; lists are small
        if (slots > Edge.MostSlots) Throw.TooMany(slots);
        if (slots <= store.Capacity && lists <= store.UpperCapacity) return;
        int capacity = slots <= store.Capacity ? store.Capacity : (int)Math.Min(Edge.MostSlots, Math.Max(slots, 2L * store.Capacity));
        int upper = (int)Math.Min(int.MaxValue, Math.Max(lists, UpperLists(capacity)));
        _store = store.Copy(capacity, Math.Max(upper, store.UpperCapacity));
        _oldStores.Enqueue((_readers.Advance(), store));
    }

    /// <summary>Takes back what no search can see any more.</summary>
    private void Reclaim()
    {
        if (_retired.Count == 0 && _oldStores.Count == 0) return;
        long oldest = _readers.OldestReader();
        while (_oldStores.TryPeek(out (long Epoch, HnswStore Store) old) && old.Epoch < oldest) _oldStores.Dequeue().Store.Dispose();
        while (_retired.TryPeek(out (long Epoch, int Slot) retired) && retired.Epoch < oldest) ReclaimSlot(_retired.Dequeue().Slot);
    }

    private void ReclaimSlot(int slot)
    {
        int level = _store.Levels[slot];
        if (level > 0)
        {
            if (!_vacantLists.TryGetValue(level, out Stack<int>? vacant)) _vacantLists[level] = vacant = [];
            vacant.Push(_store.UpperFirst[slot]);
        }
        _vacant.Push(slot);
    }
}
