using System.Diagnostics;

namespace Winnow.Serving;

/// <summary>Runs stages against the clock: the ladder of fall-backs begins where one of these says no.</summary>
/// <param name="threads">What stages run on.</param>
/// <param name="inside">Kept open by runs that are not over, late ones included.</param>
internal sealed class StageRunner(StageThreads threads, LastOneOut inside)
{
    /// <summary>Starts a run, unless its stage is left out.</summary>
    /// <param name="run">The run; given back if it is not started.</param>
    /// <param name="gate">The gate of the stage.</param>
    /// <param name="deadline">Until when it may work.</param>
    /// <param name="refusal">Why it is left out.</param>
    public bool TryStart(StageRun run, StageGate gate, Deadline deadline, out string refusal)
    {
        refusal = "";
        if (deadline.IsOver) refusal = $"no time was left of the {deadline} there were";
        else if (gate.TryEnter(out refusal))
        {
            inside.TryEnter();              // never too late: the request itself is inside
            run.Prepare(gate, inside.Leave);
            threads.Start(run);
            return true;
        }
        run.GiveBack();
        return false;
    }

    /// <summary>Waits for a run that was started.</summary>
    /// <returns>Null: it did its work, and its results may be read until it is given back. Otherwise why not; it must not be touched any more.</returns>
    /// <exception cref="OperationCanceledException">The request was given up.</exception>
    public static string? Finish(StageRun run, Deadline deadline, CancellationToken cancel)
    {
        StageGate gate = run.Gate;
        try
        {
            if (!run.Wait(deadline, cancel))
            {
                gate.Failed(late: true);
                return $"over its budget of {deadline}";
            }
        }
        catch (OperationCanceledException)
        {
            gate.GaveUp();
            throw;
        }
        if (run.Fault is { } fault)
        {
            gate.Failed(late: false);
            run.GiveBack();
            return $"threw {fault.GetType().Name}: {fault.Message}";
        }
        gate.Succeeded();
        return null;
    }

    /// <summary>Starts a run and waits for it.</summary>
    /// <inheritdoc cref="Finish"/>
    public string? Run(StageRun run, StageGate gate, Deadline deadline, CancellationToken cancel) =>
        TryStart(run, gate, deadline, out string refusal) ? Finish(run, deadline, cancel) : refusal;

    /// <summary>The time since a timestamp.</summary>
    public static TimeSpan Since(long began) => Stopwatch.GetElapsedTime(began);
}
