using System.Diagnostics;

namespace Winnow.Serving;

/// <summary>Pre-rank and rank: a model gives every candidate a score, and the best go on. If it fails, the order before is kept.</summary>
internal sealed class ScoreStage : IDisposable
{
    private readonly string _name;
    private readonly int _keep;
    private readonly TimeSpan _budget;
    private readonly StageRunner _runner;
    private readonly StageGate _gate;
    private readonly ScratchPool<ScoreRun> _runs;

    public ScoreStage(string name, IItemScorer scorer, ScoreStageOptions options, StageRunner runner, TimeProvider time)
    {
        (_name, _keep, _budget, _runner, _gate) = (name, options.Keep, options.Budget, runner, new StageGate(time));
        _runs = new ScratchPool<ScoreRun>(() => new ScoreRun(scorer, _runs!));
    }

    private bool IsLast => _name == StageNames.Rank;

    /// <summary>Scores and orders the candidates of a request.</summary>
    public void Run(FunnelRun run)
    {
        long began = Stopwatch.GetTimestamp();
        int entered = run.Count;
        string? degradation = entered == 0 ? null : Score(run);
        Keep(run);
        if (degradation is null) run.OrderedBy = _name;
        else degradation += $"; kept the order of {run.OrderedBy}";
        run.Reports.Add(new StageReport(_name, entered, run.Kept, StageRunner.Since(began), degradation, []));
        if (degradation is null) run.Trace?.Ordered(_name, run.Candidates);
    }

    public void Dispose() => _runs.Dispose();

    private string? Score(FunnelRun run)
    {
        ScoreRun work = _runs.Rent();
        work.Begin(run.Context, run.Candidates);
        if (_runner.Run(work, _gate, run.Deadline.Within(_budget), run.Cancel) is { } refusal) return refusal;
        Span<Candidate> candidates = run.Candidates;
        for (int i = 0; i < candidates.Length; i++)
        {
            float score = work.Scores[i];
            candidates[i].Score = score;
            if (IsLast) candidates[i].RankScore = score;
            else candidates[i].PreRankScore = score;
        }
        work.GiveBack();
        run.Sort();
        return null;
    }

    /// <summary>What the ranker does not keep stays behind the rest: rules may need it to fill the page.</summary>
    private void Keep(FunnelRun run)
    {
        int keep = Math.Max(_keep, run.Request.Count);
        if (IsLast) run.Kept = Math.Min(keep, run.Count);
        else run.Truncate(keep);
    }
}
