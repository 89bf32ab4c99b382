using System.Diagnostics;

namespace Winnow.Serving;

/// <summary>The rules of the business: they always run, on the thread of the request. One that throws is reported and has no effect,
/// except that a rule which keeps items out then keeps all out.</summary>
internal sealed class RuleStage(FunnelParts parts)
{
    /// <summary>Makes ready the rules that keep items out.</summary>
    public void Begin(FunnelRun run) => run.Filters.Begin(parts.Filters, run.Context);

    /// <summary>Lets boosts change the scores, and orders anew.</summary>
    /// <returns>What each rule did.</returns>
    public List<StageReport> Boost(FunnelRun run)
    {
        List<StageReport> reports = [];
        foreach (IScoreRule rule in parts.ScoreRules) reports.Add(Apply(rule, run));
        if (reports.Count > 0) run.Sort();
        return reports;
    }

    /// <summary>Makes the page and lets caps and pins change it.</summary>
    public void Finish(FunnelRun run, List<StageReport> boosts)
    {
        long began = Stopwatch.GetTimestamp();
        run.Page.AddRange(run.Candidates);
        List<StageReport> reports = [.. run.Filters.Reports(), .. boosts];
        foreach (IPageRule rule in parts.PageRules) reports.Add(Apply(rule, run));
        if (run.Page.Count > run.Request.Count) run.Page.RemoveRange(run.Request.Count, run.Page.Count - run.Request.Count);
        string[] broken = [.. reports.Where(r => r.Degradation is not null).Select(r => $"{r.Stage}: {r.Degradation}")];
        if (reports.Count > 0)
            run.Reports.Add(new StageReport(StageNames.Rules, run.Count, run.Page.Count, StageRunner.Since(began), broken.Length == 0 ? null : string.Join("; ", broken), reports));
    }

    private static StageReport Apply(IScoreRule rule, FunnelRun run)
    {
        long began = Stopwatch.GetTimestamp();
        Candidate[] before = run.Candidates.ToArray();
        string? degradation = null;
        try
        {
            rule.Apply(run.Context, run.Candidates, run.Trace?.Move);
        }
        catch (Exception e)
        {
            before.CopyTo(run.Candidates);
            degradation = WithoutEffect(e);
        }
        return new StageReport(rule.Name, run.Count, run.Count, StageRunner.Since(began), degradation, []);
    }

    private static StageReport Apply(IPageRule rule, FunnelRun run)
    {
        long began = Stopwatch.GetTimestamp();
        Candidate[] before = [.. run.Page];
        string? degradation = null;
        try
        {
            rule.Apply(run.Context, run.Page, run.Trace?.Move);
        }
        catch (Exception e)
        {
            run.Page.Clear();
            run.Page.AddRange(before);
            degradation = WithoutEffect(e);
        }
        return new StageReport(rule.Name, before.Length, run.Page.Count, StageRunner.Since(began), degradation, []);
    }

    private static string WithoutEffect(Exception e) => $"threw {e.GetType().Name}: {e.Message} It had no effect.";
}
