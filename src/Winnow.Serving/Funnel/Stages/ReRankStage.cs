using System.Diagnostics;

namespace Winnow.Serving;

/// <summary>Re-rank: chooses and orders the page. If it fails, the order by score is kept.</summary>
internal sealed class ReRankStage : IDisposable
{
    private readonly TimeSpan _budget;
    private readonly StageRunner _runner;
    private readonly StageGate _gate;
    private readonly ScratchPool<ReRankRun> _runs;

    public ReRankStage(IReRanker reRanker, BudgetOptions budgets, StageRunner runner, TimeProvider time)
    {
        (_budget, _runner, _gate) = (budgets.ReRank, runner, new StageGate(time));
        _runs = new ScratchPool<ReRankRun>(() => new ReRankRun(reRanker, _runs!));
    }

    /// <summary>Puts what was kept into the order of the page.</summary>
    public void Run(FunnelRun run)
    {
        long began = Stopwatch.GetTimestamp();
        string? degradation = run.Kept == 0 ? null : ReRank(run);
        if (degradation is not null) degradation += $"; kept the order of {run.OrderedBy}";
        run.Reports.Add(new StageReport(StageNames.ReRank, run.Kept, run.Kept, StageRunner.Since(began), degradation, []));
    }

    public void Dispose() => _runs.Dispose();

    private string? ReRank(FunnelRun run)
    {
        ReRankRun work = _runs.Rent();
        work.Begin(run.Context, run.Candidates[..run.Kept], run.Trace is not null);
        if (_runner.Run(work, _gate, run.Deadline.Within(_budget), run.Cancel) is { } refusal) return refusal;
        work.CopyTo(run.Candidates[..run.Kept]);
        if (run.Trace is { } trace)
        {
            trace.Ordered(StageNames.ReRank, run.Candidates[..run.Kept]);
            foreach ((int item, string words) in work.Moves) trace.Move(item, words);
        }
        work.GiveBack();
        return null;
    }
}
