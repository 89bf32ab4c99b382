using Winnow.Embeddings;
using Winnow.Numerics;

namespace Winnow.Training.Distributed.Simulation;

/// <summary>Workers on one thread: each holds the weights it pulled until it is its turn to finish, and pulls again at once.</summary>
internal sealed class DelayedDriver : IWorkDriver
{
    private static readonly TimeSpan s_term = TimeSpan.FromDays(1);

    private readonly StoredRun _run;
    private readonly ArrivalOrder _order;
    private readonly RandomStream _random;
    private readonly StepArena _arena = new();
    private readonly Tape _tape;
    private readonly List<(WorkSlot Slot, string Name)> _idle = [];
    private readonly List<(WorkSlot Slot, string Name)> _busy = [];     // the longest at work first
    private readonly string[] _round;       // who finishes when, in the current round
    private ulong _updates;

    public DelayedDriver(StoredRun run, DelayOptions options, ulong seed, WorkerTeam team)
    {
        (_run, _order) = (run, options.Order);
        _random = new RandomStream(seed, "arrivals");
        _tape = new Tape(team, _arena) { Training = true };
        for (int worker = 0; worker < options.Workers; worker++)
            _idle.Add((new WorkSlot(run.Context, run.Store.Connect(), team), $"worker-{worker}"));
        _round = [.. _idle.Select(worker => worker.Name)];
    }

    public PositionQueueStatus Drive(long limit, CancellationToken cancel)
    {
        while (true)
        {
            if (!cancel.IsCancellationRequested) Begin();
            if (_busy.Count == 0) return _run.Store.Queue.Status();
            Finish(Next());
        }
    }

    public void Dispose()
    {
        foreach ((WorkSlot slot, _) in _idle) slot.Dispose();
        foreach ((WorkSlot slot, _) in _busy) slot.Dispose();
        _arena.Dispose();
    }

    /// <summary>Gives work to whoever has none, as far as there is any.</summary>
    private void Begin()
    {
        while (_idle.Count > 0)
        {
            (WorkSlot slot, string name) = _idle[^1];
            PositionLease lease = slot.Queue.Lease(name, s_term);
            if (lease.Outcome != LeaseOutcome.Granted) return;
            _idle.RemoveAt(_idle.Count - 1);
            slot.Take(lease);
            slot.Pull();
            _busy.Add((slot, name));
        }
    }

    /// <summary>Who of the busy finishes next.</summary>
    private int Next() => _order switch
    {
        ArrivalOrder.InTurn => 0,
        ArrivalOrder.AtRandom => (int)(_random.UInt64(_updates) % (ulong)_busy.Count),
        _ => NextOfRound(),
    };

    private int NextOfRound()
    {
        int turn = (int)(_updates % (ulong)_round.Length);
        if (turn == 0) _random.Fork(_updates).Shuffle(_round);
        return Math.Max(0, _busy.FindIndex(worker => worker.Name == _round[turn]));      // at the end of a stretch of work some are idle
    }

    private void Finish(int number)
    {
        (WorkSlot slot, string name) = _busy[number];
        _busy.RemoveAt(number);
        _idle.Add((slot, name));
        slot.Compute(_tape);
        slot.Push();
        slot.Complete(name);
        _run.Report(slot.Position, slot.Rows, slot.Loss);
        _updates++;
    }
}
