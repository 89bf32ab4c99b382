using Winnow.Numerics;

namespace Winnow.Embeddings;

/// <summary>Hands out the positions of a run; see <see cref="IPositionQueue"/>. Time is passed in and never read, so that a replica that is told
/// the same does the same.</summary>
/// <remarks>At most 65,536 positions are under way and 4,096 workers known at once; memory grows to 2.5 MiB at most. A call takes constant time,
/// but looks at all positions under way when one of them is overdue or was given back. One thread at a time.</remarks>
public sealed unsafe partial class PositionQueue : IDisposable
{
    /// <summary>Most positions between the first that is not complete and the last that was handed out.</summary>
    public const int MostUnderWay = AppliedPositions.Window;

    /// <summary>Most workers known at once.</summary>
    public const int MostWorkers = 4096;

    /// <summary>Longest name of a worker; names are printable ASCII without spaces.</summary>
    public const int MostNameLength = 64;

    /// <summary>Longest lease, in milliseconds: a day.</summary>
    public const long MostTerm = 24L * 60 * 60 * 1000;

    private readonly NativeList<Worker> _workers = new();
    private NativeBuffer<Slot> _slots = new(256);           // of position p at p mod length, a power of two
    private QueueHead _head;
    private long _earliestDeadline = long.MaxValue;         // no lease ends before
    private int _freed;                                     // positions given back

    /// <summary>An empty queue: nothing may be handed out until <see cref="Open"/>.</summary>
    /// <param name="options">How positions are handed out.</param>
    /// <exception cref="ArgumentException">Some option is outside its legal range.</exception>
    public PositionQueue(PositionQueueOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        Options = options;
        _head = QueueHead.Of(options);
    }

    /// <summary>How positions are handed out.</summary>
    public PositionQueueOptions Options { get; }

    /// <summary>Number of changes since the queue was made or loaded, which need not be told to copies of it where it stays the same. Not saved.</summary>
    public long Changes { get; private set; }

    /// <summary>Bytes taken from the system.</summary>
    public long MemoryBytes => (long)_slots.ByteLength + _workers.TotalBytes;

    /// <summary>Allows positions below a limit to be handed out, and starts a new sum of losses; the same again changes nothing.</summary>
    /// <param name="limit">At least the limit so far.</param>
    /// <param name="rateFactor">Handed out with each position; above 0.</param>
    /// <exception cref="ArgumentException">The limit falls, the factor is not above 0, or the queue is closed.</exception>
    public void Open(long limit, float rateFactor)
    {
        if (limit < _head.Limit || limit > UpdateTag.MostPosition) Throw.QueueLimit(limit, _head.Limit);
        if (!(rateFactor > 0) || float.IsInfinity(rateFactor)) Throw.RateFactor(rateFactor);
        if (_head.IsClosed) Throw.QueueClosed();
        if (limit == _head.Limit && rateFactor == _head.RateFactor) return;     // said again by someone who had no answer
        _head.Limit = limit;
        _head.RateFactor = rateFactor;
        _head.LossSum = 0;
        Changes++;
    }

    /// <summary>Ends the run.</summary>
    public void Close()
    {
        _head.IsClosed = true;
        Changes++;
    }

    /// <summary>Asks for a position.</summary>
    /// <param name="worker">Who asks, 1 … <see cref="MostNameLength"/> printable ASCII characters.</param>
    /// <param name="termMilliseconds">How long it is kept for this worker, 1 … <see cref="MostTerm"/>.</param>
    /// <param name="nowMilliseconds">The time, at least 0.</param>
    /// <exception cref="ArgumentException">The name or the term is illegal, or there are too many workers.</exception>
    public PositionLease Lease(ReadOnlySpan<char> worker, long termMilliseconds, long nowMilliseconds)
    {
        CheckTime(termMilliseconds, nowMilliseconds);
        if (_head.IsClosed) return new(LeaseOutcome.Closed, -1, _head.RateFactor);
        int number = Hear(worker, termMilliseconds, nowMilliseconds);
        long position = TakeBack(nowMilliseconds);
        if (position < 0)
        {
            if (_head.Next >= Math.Min(_head.Limit, Horizon())) return new(LeaseOutcome.Wait, -1, _head.RateFactor);
            position = HandOut(SlotState.Leased);
        }
        Grant(At(position), number, nowMilliseconds + termMilliseconds);
        return new(LeaseOutcome.Granted, position, At(position)->RateFactor);
    }

    /// <summary>Keeps all positions of a worker for another term.</summary>
    /// <inheritdoc cref="Lease"/>
    public void Renew(ReadOnlySpan<char> worker, long termMilliseconds, long nowMilliseconds)
    {
        CheckTime(termMilliseconds, nowMilliseconds);
        int number = Hear(worker, termMilliseconds, nowMilliseconds);
        for (long position = _head.Completed; position < _head.Next; position++)
        {
            if (At(position)->State != SlotState.Leased || At(position)->Worker != number) continue;
            At(position)->Deadline = nowMilliseconds + termMilliseconds;
            Changes++;
        }
    }

    /// <summary>Gives back the positions of a worker that leaves.</summary>
    /// <param name="worker">Its name; a worker unknown is none that could leave.</param>
    public void Leave(ReadOnlySpan<char> worker)
    {
        CheckName(worker);
        int number = Find(worker);
        if (number < 0) return;
        for (long position = _head.Completed; position < _head.Next; position++)
        {
            Slot* slot = At(position);
            if (slot->State != SlotState.Leased || slot->Worker != number) continue;
            slot->State = SlotState.Free;
            _freed++;
        }
        _workers[number] = default;
        Changes++;
    }

    /// <summary>Reports a position as done, also by a worker that took longer than its lease, and also one this queue does not know to be leased:
    /// a copy that took over from a lost queue may not have heard of the last leases.</summary>
    /// <param name="worker">Who did it.</param>
    /// <param name="position">The position.</param>
    /// <param name="loss">Mean loss of its rows.</param>
    /// <param name="rows">Rows of data, at least 0.</param>
    /// <returns>False if somebody else had completed it before.</returns>
    /// <exception cref="ArgumentException">The position cannot have been handed out, or the name or the number of rows is illegal.</exception>
    public bool Complete(ReadOnlySpan<char> worker, long position, double loss, int rows)
    {
        CheckName(worker);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        if (position < 0 || position >= Math.Min(_head.Limit, _head.Completed + MostUnderWay)) Throw.NeverLeased(position, _head.Limit);
        while (_head.Next <= position) HandOut(SlotState.Free);
        if (position < _head.Completed || At(position)->State == SlotState.Done) return false;
        Slot* slot = At(position);
        if (slot->State == SlotState.Free) _freed--;
        (slot->State, slot->Loss, slot->Rows) = (SlotState.Done, loss, rows);
        for (; _head.Completed < _head.Next && At(_head.Completed)->State == SlotState.Done; _head.Completed++)
        {
            _head.LossSum += At(_head.Completed)->Loss;
            _head.Rows += At(_head.Completed)->Rows;
        }
        Changes++;
        return true;
    }

    /// <summary>Where the queue stands.</summary>
    /// <param name="nowMilliseconds">The time.</param>
    public PositionQueueStatus Status(long nowMilliseconds)
    {
        int leased = 0, workers = 0;
        for (long position = _head.Completed; position < _head.Next; position++)
            if (At(position)->State == SlotState.Leased) leased++;
        foreach (Worker worker in _workers.Span)
            if (worker.Length > 0 && worker.Deadline > nowMilliseconds) workers++;
        return new(_head.Limit, _head.Next, _head.Completed, _head.LossSum, _head.Rows, leased, _head.Retaken, workers, _head.IsClosed);
    }

    /// <summary>Frees the memory; harmless when repeated.</summary>
    public void Dispose()
    {
        _slots.Dispose();
        _workers.Dispose();
    }

    /// <summary>The first position that may not be handed out yet: a step too far ahead of the first one that is not complete.</summary>
    private long Horizon()
    {
        long first = _head.Completed / Options.Parts, steps = Math.Min((long)Options.Staleness + 1, MostUnderWay / Options.Parts - 1);
        return (first + steps) * Options.Parts;
    }

    /// <summary>The lowest position that was given back or whose lease is over; −1 if there is none.</summary>
    private long TakeBack(long now)
    {
        if (_freed == 0 && now < _earliestDeadline) return -1;
        long found = -1;
        _earliestDeadline = long.MaxValue;
        for (long position = _head.Completed; position < _head.Next; position++)
        {
            Slot* slot = At(position);
            if (slot->State == SlotState.Done) continue;
            bool overdue = slot->State == SlotState.Leased && slot->Deadline <= now;
            if (found < 0 && (overdue || slot->State == SlotState.Free))
            {
                found = position;
                if (overdue) _head.Retaken++;
                else _freed--;
                slot->State = SlotState.Leased;
                continue;
            }
            if (slot->State == SlotState.Leased) _earliestDeadline = Math.Min(_earliestDeadline, slot->Deadline);
        }
        return found;
    }

    private long HandOut(SlotState state)
    {
        long position = _head.Next++;
        MakeRoom();
        *At(position) = new() { State = state, RateFactor = _head.RateFactor };
        if (state == SlotState.Free) _freed++;
        return position;
    }

    private void Grant(Slot* slot, int worker, long deadline)
    {
        (slot->State, slot->Worker, slot->Deadline) = (SlotState.Leased, worker, deadline);
        _earliestDeadline = Math.Min(_earliestDeadline, deadline);
        Changes++;
    }

    private Slot* At(long position) => _slots.Pointer + (position & ((long)_slots.Length - 1));

    private void MakeRoom()
    {
        if (_head.Next - _head.Completed <= (long)_slots.Length) return;
        NativeBuffer<Slot> larger = new(_slots.Length * 2);
        for (long position = _head.Completed; position < _head.Next - 1; position++)
            larger.Pointer[position & ((long)larger.Length - 1)] = *At(position);
        _slots.Dispose();
        _slots = larger;
    }

    private static void CheckTime(long term, long now)
    {
        if (term is < 1 or > MostTerm) Throw.LeaseTerm(term);
        if (now is < 0 or > long.MaxValue / 2) Throw.LeaseTime(now);
    }
}
