using Winnow.Embeddings;
using Winnow.Numerics;

namespace Winnow.Training.Distributed;

/// <summary>The calling thread does all the work, position by position.</summary>
internal sealed class InlineDriver : IWorkDriver
{
    private const string Self = "self";

    private static readonly TimeSpan s_term = TimeSpan.FromDays(1);

    private readonly WorkContext _context;
    private readonly WorkSlot _slot;
    private readonly StepArena _arena = new();
    private readonly Tape _tape;
    private readonly Action<WorkSlot> _done;

    /// <param name="context">The run.</param>
    /// <param name="store">The connection; disposed with the driver.</param>
    /// <param name="team">The threads that compute.</param>
    /// <param name="done">Is told of each position.</param>
    public InlineDriver(WorkContext context, IParameterStore store, WorkerTeam team, Action<WorkSlot> done)
    {
        (_context, _done) = (context, done);
        _slot = new WorkSlot(context, store, team);
        _tape = new Tape(team, _arena) { Training = true };
    }

    public PositionQueueStatus Drive(long limit, CancellationToken cancel)
    {
        while (true)
        {
            PositionLease lease = _slot.Queue.Lease(Self, s_term);
            if (lease.Outcome != LeaseOutcome.Granted)
            {
                _slot.Queue.Leave(Self);
                return _slot.Queue.Status();
            }

            _slot.Take(lease);
            if (!_slot.IsEnd)
            {
                _slot.Pull();
                _slot.Compute(_tape);
            }

            _slot.Push();
            _slot.Complete(Self);
            if (_slot.Rows > 0) _done(_slot);
            bool isStep = (lease.Position + 1) % _context.Positions == 0;
            if (isStep && cancel.IsCancellationRequested) return _slot.Queue.Status();
        }
    }

    public void Dispose()
    {
        _slot.Dispose();
        _arena.Dispose();
    }
}
