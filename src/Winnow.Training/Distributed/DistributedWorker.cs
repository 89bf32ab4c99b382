using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Winnow.Embeddings;
using Winnow.Numerics;

namespace Winnow.Training.Distributed;

/// <summary>A worker of a run: leases positions, pulls their parameters, computes their gradients and pushes them, until the run is closed.</summary>
/// <remarks>Three threads: one leases and pulls the next position while the caller's computes and another pushes the last. They hand slots to one another,
/// each with a connection of its own.</remarks>
internal sealed class DistributedWorker : IDisposable
{
    private static readonly TimeSpan s_reportEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_shortestPause = TimeSpan.FromMilliseconds(1), s_longestPause = TimeSpan.FromMilliseconds(20);

    private readonly WorkerOptions _options;
    private readonly Patience _patience;
    private readonly IParameterStore _store;
    private readonly StepArena _arena = new();
    private readonly Tape _tape;
    private readonly WorkSlot[] _slots;
    private readonly BlockingCollection<WorkSlot> _free = [], _ready = [], _computed = [];
    private readonly CancellationTokenSource _failed = new();
    private readonly TimeProvider _time;
    private readonly bool _pullsWait;
    private ExceptionDispatchInfo? _failure;
    private long _computing, _waiting, _idle, _positions, _repeated, _rows, _inFlight;
    private long _computationBegun, _usualComputation, _usualPull;      // ticks of the clock; begun 0: nothing is being computed

    /// <param name="context">The run.</param>
    /// <param name="store">A connection of its own, disposed with the worker.</param>
    /// <param name="isPassing">Whether a failure of the store may pass.</param>
    /// <param name="team">The threads that compute.</param>
    /// <param name="options">How it works.</param>
    public DistributedWorker(WorkContext context, IParameterStore store, Func<Exception, bool> isPassing, WorkerTeam team, WorkerOptions options)
    {
        (_store, _options, _time, _pullsWait) = (store, options, options.Time, context.WaitsForBlocks);
        _patience = new Patience(isPassing, options.Patience, options.Time);
        _tape = new Tape(team, _arena) { Training = true };
        _slots = new WorkSlot[options.Slots];
        for (int i = 0; i < _slots.Length; i++) _free.Add(_slots[i] = new WorkSlot(context, store.Connect(), WorkerTeam.Single));
    }

    private WorkerReport Report => new(
        Interlocked.Read(ref _positions), Interlocked.Read(ref _repeated), Interlocked.Read(ref _rows),
        _time.GetElapsedTime(0, _computing), _time.GetElapsedTime(0, _waiting));

    /// <summary>Works until the run is closed.</summary>
    /// <param name="stop">Finishes what is begun, gives back the rest and returns.</param>
    /// <exception cref="TrainingDivergedException">Loss or gradients are no longer finite.</exception>
    public WorkerReport Run(CancellationToken stop)
    {
        Thread[] threads = [Start("fetch", () => Fetch(stop)), Start("send", Send), Start("renew", Renew)];
        try
        {
            Compute();
        }
        catch (Exception failure)
        {
            Fail(failure);
        }

        _computed.CompleteAdding();
        threads[0].Join();
        threads[1].Join();
        bool failed = _failed.IsCancellationRequested;
        _failed.Cancel();
        threads[2].Join();
        if (!failed || _failure?.SourceException is TrainingDivergedException) _patience.Do(() => _store.Queue.Leave(_options.Name), CancellationToken.None);
        _failure?.Throw();
        return Report;
    }

    public void Dispose()
    {
        foreach (WorkSlot slot in _slots) slot.Dispose();
        _free.Dispose();
        _ready.Dispose();
        _computed.Dispose();
        _arena.Dispose();
        _failed.Dispose();
        _store.Dispose();
    }

    private Thread Start(string name, Action work)
    {
        Thread thread = new(() =>
        {
            try
            {
                work();
            }
            catch (OperationCanceledException) when (_failed.IsCancellationRequested)
            {
            }
            catch (Exception failure)
            {
                Fail(failure);
            }
        })
        {
            IsBackground = true, Name = $"Winnow {name}",
        };
        thread.Start();
        return thread;
    }

    private void Fail(Exception failure)
    {
        if (failure is OperationCanceledException && _failed.IsCancellationRequested) return;
        Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(failure), null);
        _failed.Cancel();
    }

    /// <summary>Leases positions and pulls their parameters.</summary>
    private void Fetch(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                WorkSlot slot = _free.Take(_failed.Token);
                if (!TryFetch(slot, stop)) return;
                Interlocked.Increment(ref _inFlight);
                _ready.Add(slot, CancellationToken.None);
            }
        }
        finally
        {
            _ready.CompleteAdding();
        }
    }

    private bool TryFetch(WorkSlot slot, CancellationToken stop)
    {
        TimeSpan pause = s_shortestPause;
        while (!stop.IsCancellationRequested)
        {
            PositionLease lease = _patience.Do(() => slot.Queue.Lease(_options.Name, _options.Term), _failed.Token);
            if (lease.Outcome == LeaseOutcome.Closed) return false;
            if (lease.Outcome == LeaseOutcome.Wait)
            {
                Pause(slot, pause, stop);
                pause = TimeSpan.FromTicks(Math.Min(s_longestPause.Ticks, 2 * pause.Ticks));
                continue;
            }

            slot.Take(lease);
            pause = s_shortestPause;
            if (!slot.IsEnd) AwaitNeed(stop);
            if (!slot.IsEnd && TryPull(slot)) return true;
            if (slot.IsEnd) EndStep(slot, stop);
        }

        return false;
    }

    /// <summary>Nothing to be had for now: nothing is left to lease, or the others have to catch up.</summary>
    private void Pause(WorkSlot slot, TimeSpan pause, CancellationToken stop)
    {
        PositionQueueStatus status = _patience.Do(slot.Queue.Status, _failed.Token);
        long start = _time.GetTimestamp();
        stop.WaitHandle.WaitOne(pause);
        _failed.Token.ThrowIfCancellationRequested();
        if (status.Next >= status.Limit) Interlocked.Add(ref _idle, _time.GetTimestamp() - start);
    }

    /// <summary>Parameters are pulled as late as they can be without keeping the computation waiting: what is pulled early is stale when it is used.</summary>
    private void AwaitNeed(CancellationToken stop)
    {
        long begun = Interlocked.Read(ref _computationBegun), usual = Interlocked.Read(ref _usualComputation);
        if (_pullsWait || begun == 0 || usual == 0) return;
        TimeSpan left = _time.GetElapsedTime(_time.GetTimestamp(), begun + usual) - 2 * _time.GetElapsedTime(0, _usualPull) - s_shortestPause;
        if (left > TimeSpan.Zero) stop.WaitHandle.WaitOne(left);
    }

    /// <summary>Pulls the parameters of a slot. If the step before does not end although this worker has nothing left to do for it, somebody else must have
    /// died; then all is given back, so that the queue can hand out what is most urgent.</summary>
    private bool TryPull(WorkSlot slot)
    {
        while (true)
        {
            bool isLast = Interlocked.Read(ref _inFlight) == 0;
            long start = _time.GetTimestamp();
            if (_patience.Do(() => TryPullOnce(slot), _failed.Token))
            {
                _usualPull = Smooth(_usualPull, _time.GetTimestamp() - start);
                return true;
            }

            _failed.Token.ThrowIfCancellationRequested();
            if (!isLast) continue;
            _patience.Do(() => slot.Queue.Leave(_options.Name), _failed.Token);
            slot.Release();
            return false;
        }
    }

    /// <summary>Ends a step once all its rows are done. If they are not in time although this worker has nothing left to do, somebody else must have died; then the
    /// position is given back, so that the queue can hand out what is most urgent.</summary>
    private void EndStep(WorkSlot slot, CancellationToken stop)
    {
        long start = _time.GetTimestamp();
        while (!_patience.Do(slot.IsStepDone, _failed.Token))
        {
            bool isLate = _time.GetElapsedTime(start) > _options.Term / 3 && Interlocked.Read(ref _inFlight) == 0;
            if (isLate || stop.IsCancellationRequested)
            {
                if (Interlocked.Read(ref _inFlight) == 0) _patience.Do(() => slot.Queue.Leave(_options.Name), _failed.Token);
                slot.Release();
                return;
            }

            _failed.Token.WaitHandle.WaitOne(s_shortestPause);
            _failed.Token.ThrowIfCancellationRequested();
        }

        Finish(slot);
    }

    private static bool TryPullOnce(WorkSlot slot)
    {
        try
        {
            slot.Pull();
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private void Compute()
    {
        long reported = _time.GetTimestamp();
        while (true)
        {
            long start = _time.GetTimestamp(), idleBefore = Interlocked.Read(ref _idle);
            if (!_ready.TryTake(out WorkSlot? slot, Timeout.Infinite, _failed.Token)) return;
            long begin = _time.GetTimestamp(), idle = Interlocked.Read(ref _idle) - idleBefore;
            Interlocked.Exchange(ref _computationBegun, begin);
            slot.Compute(_tape);
            long end = _time.GetTimestamp();
            Interlocked.Exchange(ref _computationBegun, 0);
            Interlocked.Exchange(ref _usualComputation, Smooth(_usualComputation, end - begin));
            _waiting += Math.Max(0, begin - start - idle);
            _computing += end - begin;
            _computed.Add(slot, CancellationToken.None);
            if (_options.Observer is null || _time.GetElapsedTime(reported, end) < s_reportEvery) continue;
            reported = end;
            _options.Observer(Report);
        }
    }

    private static long Smooth(long usual, long seen) => usual == 0 ? seen : usual + (seen - usual) / 8;

    private void Send()
    {
        foreach (WorkSlot slot in _computed.GetConsumingEnumerable(_failed.Token))
        {
            Finish(slot);
            Interlocked.Decrement(ref _inFlight);
            _free.Add(slot, CancellationToken.None);
        }
    }

    private void Finish(WorkSlot slot)
    {
        _patience.Do(slot.Push, _failed.Token);
        bool isFirst = _patience.Do(() => slot.Complete(_options.Name), _failed.Token);
        if (!slot.IsEnd)
        {
            Interlocked.Increment(ref _positions);
            Interlocked.Add(ref _rows, slot.Rows);
            if (!isFirst) Interlocked.Increment(ref _repeated);
        }

        slot.Release();
    }

    private void Renew()
    {
        using IParameterStore store = _store.Connect();
        while (!_failed.Token.WaitHandle.WaitOne(_options.Term / 3))
            _patience.Do(() => store.Queue.Renew(_options.Name, _options.Term), _failed.Token);
    }
}
