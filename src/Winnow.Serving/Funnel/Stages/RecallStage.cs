using System.Diagnostics;
using Winnow.Retrieval;

namespace Winnow.Serving;

/// <summary>Recall: all sources at once, each against the clock; what comes back in time is merged.</summary>
internal sealed class RecallStage
{
    private const int Spare = 16;

    private readonly FunnelParts _parts;
    private readonly StageRunner _runner;
    private readonly Source[] _sources;
    private readonly CandidateMerge _merge;

    public RecallStage(FunnelParts parts, StageRunner runner)
    {
        (_parts, _runner) = (parts, runner);
        _sources = [.. parts.Sources.Select(s => new Source(s.Source, s.Quota, new StageGate(parts.Time)))];
        _merge = new CandidateMerge([.. parts.Sources.Select(s => s.Quota)], parts.Options.Recall.Candidates);
    }

    /// <summary>Finds the candidates of a request, or takes over those it brings.</summary>
    public void Run(FunnelRun run)
    {
        if (run.Request.Candidates is { } given) TakeOver(run, given);
        else Find(run);
        run.Truncate(run.Count);
        run.Trace?.Ordered(StageNames.Recall, run.Candidates);
    }

    private void TakeOver(FunnelRun run, IReadOnlyList<string> given)
    {
        long began = Stopwatch.GetTimestamp();
        foreach (string id in given)
        {
            if (!_parts.Items.Ids.TryFind(id, out int item)) run.Unknown.Add(id);
            else if (!run.PlaceOf.ContainsKey(item) && run.Filters.Accepts(item)) run.Add(item);
        }
        for (int i = 0; i < run.Count; i++) run.Candidates[i].Score = run.Candidates[i].RecallScore = CandidateMerge.Fused(i + 1);
        run.Reports.Add(new StageReport(StageNames.Recall, given.Count, run.Count, StageRunner.Since(began), null, []));
    }

    private void Find(FunnelRun run)
    {
        long began = Stopwatch.GetTimestamp();
        RecallRun?[] runs = new RecallRun?[_sources.Length];
        StageReport[] reports = new StageReport[_sources.Length];
        Start(run, runs, reports, began);
        int degraded = reports.Count(r => r.Degradation is not null);
        string? degradation = degraded == 0 ? null : string.Join("; ", reports.Where(r => r.Degradation is not null).Select(r => $"{r.Stage}: {r.Degradation}"));
        try
        {
            _merge.Merge(run, runs);
            for (int s = 0; s < runs.Length; s++)
                if (runs[s] is { } found) reports[s] = reports[s] with { Left = CandidateMerge.Brought(run, s), Time = found.Time };
            if (run.Trace is { } trace) TraceSources(trace, runs);
        }
        finally
        {
            foreach (RecallRun? found in runs) found?.GiveBack();
        }
        bool nobody = degraded == _sources.Length;
        if (nobody || run.Count < run.Request.Count) FallBack(run, nobody ? _parts.Options.Recall.Candidates : run.Request.Count);
        if (degradation is not null) degradation += nobody ? "; took popular items" : "; took what the other sources found";
        run.Sort();
        run.Reports.Add(new StageReport(StageNames.Recall, _parts.Items.Ids.Count, run.Count, StageRunner.Since(began), degradation, reports));
    }

    /// <summary>Starts all sources, then waits for each in turn: they work at the same time.</summary>
    private void Start(FunnelRun run, RecallRun?[] runs, StageReport[] reports, long began)
    {
        Deadline deadline = run.Deadline.Within(_parts.Options.Budgets.Recall);
        int known = run.Context.History.Count;
        for (int s = 0; s < _sources.Length; s++)
        {
            Source source = _sources[s];
            RecallRun work = source.Runs.Rent();
            work.Begin(run.Context, source.Wanted(known));
            reports[s] = new StageReport(source.Name, _parts.Items.Ids.Count, 0, TimeSpan.Zero, null, []);
            if (_runner.TryStart(work, source.Gate, deadline, out string refusal)) runs[s] = work;
            else reports[s] = reports[s] with { Degradation = refusal };
        }
        for (int s = 0; s < _sources.Length; s++)
        {
            if (runs[s] is not { } work || StageRunner.Finish(work, deadline, run.Cancel) is not { } refusal) continue;
            runs[s] = null;
            reports[s] = reports[s] with { Degradation = refusal, Time = StageRunner.Since(began) };
        }
    }

    /// <summary>Fills up with what is always there; behind everything that was found.</summary>
    private void FallBack(FunnelRun run, int wanted)
    {
        Neighbor[] popular = new Neighbor[Math.Min(_parts.Items.Ids.Count, 2 * wanted + run.Context.History.Count)];
        int found = _parts.LastResort.Recall(run.Context, popular);
        for (int i = 0; i < found && run.Count < wanted; i++)
        {
            if (run.PlaceOf.ContainsKey(popular[i].Id) || !run.Filters.Accepts(popular[i].Id)) continue;
            int place = run.Add(popular[i].Id);
            run.Candidates[place].Score = run.Candidates[place].RecallScore = -(i + 1f);
            run.Trace?.Found(popular[i].Id, new SourcePlace(_parts.LastResort.Name, i + 1, popular[i].Score));
        }
    }

    private void TraceSources(FunnelTrace trace, RecallRun?[] runs)
    {
        for (int s = 0; s < runs.Length; s++)
        {
            if (runs[s] is not { } found) continue;
            for (int i = 0; i < found.Found.Length; i++) trace.Found(found.Found[i].Id, new SourcePlace(_sources[s].Name, i + 1, found.Found[i].Score));
        }
    }

    /// <summary>A source with its gate and its scratch.</summary>
    private sealed class Source
    {
        private readonly int _quota;

        public Source(IRecallSource source, int quota, StageGate gate)
        {
            (Name, Gate, _quota) = (source.Name, gate, quota);
            Runs = new ScratchPool<RecallRun>(() => new RecallRun(source, Runs!));
        }

        public string Name { get; }

        public StageGate Gate { get; }

        public ScratchPool<RecallRun> Runs { get; }

        /// <summary>Its quota, half as much again and a few more for what others found before, and as many as may be refused because they were seen.</summary>
        public int Wanted(int history) => _quota + _quota / 2 + Spare + Math.Min(history, _quota);
    }
}
