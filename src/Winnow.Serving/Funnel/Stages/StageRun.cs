using System.Diagnostics;

namespace Winnow.Serving;

/// <summary>One run of a stage on a thread of its own, with scratch of its own, so that a late one can be left behind.</summary>
/// <remarks>Reused. Whoever asked for it waits; either the work is done first, then its results are his to read until he gives it back, or his patience
/// ends first, then he never touches it again and it gives itself back when it is really over.</remarks>
internal abstract class StageRun : IDisposable
{
    private const int Running = 0, Done = 1, Left = 2;

    private readonly ManualResetEventSlim _finished = new();
    private CancellationTokenSource _late = new();
    private Action? _end;
    private long _began, _ended;
    private int _state;

    /// <summary>What the work threw; null if nothing.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Time from <see cref="Prepare"/> to the end of the work, waiting for a thread included.</summary>
    public TimeSpan Time => Stopwatch.GetElapsedTime(_began, _ended);

    /// <summary>The gate of the stage.</summary>
    public StageGate Gate { get; private set; } = null!;

    /// <summary>Set when nobody waits for the result any more.</summary>
    protected CancellationToken Late => _late.Token;

    /// <summary>Makes ready for a run.</summary>
    /// <param name="gate">The gate of the stage.</param>
    /// <param name="end">Called once when the work is over, in time or not.</param>
    public void Prepare(StageGate gate, Action end)
    {
        (Gate, _end, _state, Fault) = (gate, end, Running, null);
        _finished.Reset();
        if (_late.IsCancellationRequested) _late = new CancellationTokenSource();
        _began = Stopwatch.GetTimestamp();
    }

    /// <summary>Does the work; called by a thread of the stages.</summary>
    public void Execute()
    {
        try
        {
            if (!_late.IsCancellationRequested) Work();
        }
        catch (Exception e)                         // whatever a stage throws degrades the answer, never the request
        {
            Fault = e;
        }
        _ended = Stopwatch.GetTimestamp();
        _end!();
        if (Interlocked.CompareExchange(ref _state, Done, Running) == Running)
        {
            _finished.Set();
            return;
        }
        Gate.LateEnded();
        GiveBack();
    }

    /// <summary>Waits for the end of the work.</summary>
    /// <returns>False if it was left behind: it must not be touched any more.</returns>
    /// <exception cref="OperationCanceledException">The request was given up; the run is left behind as well.</exception>
    public bool Wait(Deadline deadline, CancellationToken cancel)
    {
        try
        {
            // The wait has whole milliseconds, of a clock of its own that may be a tick ahead of ours.
            do
                if (_finished.Wait((int)Math.Ceiling(deadline.Left.TotalMilliseconds), cancel)) return true;
            while (!deadline.IsOver);
        }
        catch (OperationCanceledException)
        {
            if (Leave()) throw;
            GiveBack();
            throw;
        }
        return !Leave();
    }

    /// <summary>Returns it to its pool; by who waited for it, or by itself when it was left behind.</summary>
    public abstract void GiveBack();

    /// <summary>The work of the stage.</summary>
    protected abstract void Work();

    /// <inheritdoc/>
    public void Dispose()
    {
        _finished.Dispose();
        _late.Dispose();
    }

    /// <summary>Stops waiting.</summary>
    /// <returns>False if the work was done in that very moment.</returns>
    private bool Leave()
    {
        Gate.LateBegan();
        CancellationTokenSource late = _late;
        if (Interlocked.CompareExchange(ref _state, Left, Running) == Running)
        {
            late.Cancel();
            return true;
        }
        Gate.LateEnded();
        _finished.Wait();
        return false;
    }
}
