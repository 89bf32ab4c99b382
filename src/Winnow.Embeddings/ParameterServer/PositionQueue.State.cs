using Winnow.Numerics;

namespace Winnow.Embeddings;

/// <content>Writing and reading the queue; writing allocates nothing managed and takes no lock, reading believes nothing.</content>
public sealed unsafe partial class PositionQueue
{
    /// <summary>Writes everything the queue knows.</summary>
    /// <typeparam name="TSink">Where it goes.</typeparam>
    /// <param name="sink">Receives the blocks.</param>
    public void Save<TSink>(ref TSink sink) where TSink : struct, IStateSink
    {
        QueueHead head = _head;
        head.Workers = _workers.Count;
        sink.Write((byte*)&head, sizeof(QueueHead));
        sink.Write((byte*)_workers.Pointer, _workers.Count * (long)sizeof(Worker));
        for (long first = _head.Completed, end; first < _head.Next; first = end)
        {
            end = Math.Min(_head.Next, (first | ((long)_slots.Length - 1)) + 1);
            sink.Write((byte*)At(first), (end - first) * sizeof(Slot));
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <typeparam name="TSource">Where it comes from.</typeparam>
    /// <param name="source">The blocks; not read further than the queue goes.</param>
    /// <param name="fault">What is wrong, or null.</param>
    /// <returns>The queue, or null if something is wrong.</returns>
    public static PositionQueue? Load<TSource>(ref TSource source, out string? fault) where TSource : struct, IStateSource
    {
        fault = "this is no queue, or of another version";
        byte* block = source.Read(out long length);
        if (block is null || length != sizeof(QueueHead)) return null;
        QueueHead head = *(QueueHead*)block;
        if (!head.IsKnown) return null;
        fault = head.Fault();
        if (fault is not null) return null;
        PositionQueue queue = new(head.Options) { _head = head };
        fault = queue.LoadWorkers(head.Workers, ref source) ?? queue.LoadSlots(ref source);
        queue._head.Workers = 0;
        if (fault is null) return queue;
        queue.Dispose();
        return null;
    }

    private string? LoadWorkers<TSource>(int count, ref TSource source) where TSource : struct, IStateSource
    {
        Worker* workers = (Worker*)source.Read(out long length);
        if (workers is null || length != count * (long)sizeof(Worker)) return "the workers are missing";
        Span<char> name = stackalloc char[MostNameLength];
        for (int number = 0; number < count; number++)
        {
            Worker worker = workers[number];
            if (worker.Length is < 0 or > MostNameLength) return $"a name of {worker.Length} characters";
            for (int i = 0; i < worker.Length; i++) name[i] = (char)worker.Name[i];
            ReadOnlySpan<char> text = name[..worker.Length];
            if (text.ContainsAnyExceptInRange('!', '~') || (worker.Length > 0 && Find(text) >= 0)) return "a name that is not printable, or twice the same";
            for (int i = worker.Length; i < MostNameLength; i++) worker.Name[i] = 0;
            _workers.Add(worker);
        }
        return null;
    }

    private string? LoadSlots<TSource>(ref TSource source) where TSource : struct, IStateSource
    {
        while ((long)_slots.Length < _head.Next - _head.Completed)
        {
            _slots.Dispose();
            _slots = new NativeBuffer<Slot>(_slots.Length * 2);
        }
        for (long position = _head.Completed; position < _head.Next;)
        {
            Slot* slots = (Slot*)source.Read(out long length);
            long count = length / sizeof(Slot);
            if (slots is null || length <= 0 || length % sizeof(Slot) != 0 || count > _head.Next - position) return "positions under way are missing";
            for (long i = 0; i < count; i++, position++)
            {
                Slot slot = slots[i];
                if (slot.State is < SlotState.Free or > SlotState.Done || slot.Worker < 0 || slot.Worker >= Math.Max(1, _workers.Count) || slot.Rows < 0
                    || !(slot.RateFactor > 0) || float.IsInfinity(slot.RateFactor))
                    return $"position {position} in an impossible state";
                *At(position) = slot;
                if (slot.State == SlotState.Free) _freed++;
                if (slot.State == SlotState.Leased) _earliestDeadline = Math.Min(_earliestDeadline, slot.Deadline);
            }
        }
        return _head.Next > _head.Completed && At(_head.Completed)->State == SlotState.Done ? "a first position under way that is complete" : null;
    }

    /// <summary>Another queue that holds the same and goes on independently.</summary>
    public PositionQueue Copy()
    {
        PositionQueue copy = new(Options) { _head = _head, _earliestDeadline = _earliestDeadline, _freed = _freed };
        copy._workers.Resize(_workers.Count);
        _workers.Span.CopyTo(copy._workers.Span);
        copy._slots.Dispose();
        copy._slots = new NativeBuffer<Slot>(_slots.Length);
        for (long position = _head.Completed; position < _head.Next; position++) *copy.At(position) = *At(position);
        return copy;
    }

    /// <summary>A number that is equal for equal contents and, in all likelihood, differs for different ones.</summary>
    public ulong Digest()
    {
        QueueHead head = _head;
        ulong digest = XxHash64.Of(new ReadOnlySpan<byte>(&head, sizeof(QueueHead)), 0);
        digest = XxHash64.Of(new ReadOnlySpan<byte>(_workers.Pointer, _workers.Count * sizeof(Worker)), digest);
        for (long position = _head.Completed; position < _head.Next; position++)
            digest = XxHash64.Of(new ReadOnlySpan<byte>(At(position), sizeof(Slot)), digest);
        return digest;
    }
}
