using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Winnow.Serving;

/// <summary>The funnel of a release.</summary>
/// <remarks>
/// Every stage but the rules runs on a thread of the funnel and is waited for as long as its budget says. A stage that is late, throws, or has failed
/// again and again is passed over: pre-ranker, ranker and re-ranker leave the order before them, recall falls back on popular items. A late stage ends
/// by itself, in scratch memory of its own; nothing of it reaches an answer.
/// </remarks>
public sealed partial class Funnel : IFunnel, IDisposable
{
    private const int MostItems = 10_000;

    private readonly FunnelParts _parts;
    private readonly RecallStage _recall;
    private readonly ScoreStage? _preRank, _rank;
    private readonly ReRankStage? _reRank;
    private readonly RuleStage _rules;
    private readonly StageThreads _threads;
    private readonly LastOneOut _inside;
    private readonly ScratchPool<FunnelRun> _runs = new(() => new FunnelRun());
    private int _disposed;

    /// <summary>Puts a funnel together.</summary>
    /// <param name="parts">Its parts.</param>
    /// <param name="unload">Called when it was disposed of and the last stage has ended, be it late.</param>
    internal Funnel(FunnelParts parts, Action? unload = null)
    {
        _parts = parts;
        BudgetOptions budgets = parts.Options.Budgets;
        int stages = parts.Sources.Count + 3;
        // Each stage may leave a few runs behind, which must not take the threads that others need.
        int threads = (budgets.Threads > 0 ? budgets.Threads : Math.Max(8, 2 * Environment.ProcessorCount)) + stages * StageGate.MostLate;
        _threads = new StageThreads(threads, $"Winnow stage of {parts.Release},");
        _inside = new LastOneOut(() =>
        {
            _threads!.Dispose();
            _preRank?.Dispose();
            _rank?.Dispose();
            _reRank?.Dispose();
            _runs.Dispose();
            unload?.Invoke();
        });
        StageRunner runner = new(_threads, _inside);
        _recall = new RecallStage(parts, runner);
        _preRank = parts.PreRanker is { } preRanker ? new ScoreStage(StageNames.PreRank, preRanker, parts.Options.PreRank!, runner, parts.Time) : null;
        _rank = parts.Ranker is { } ranker ? new ScoreStage(StageNames.Rank, ranker, parts.Options.Rank!, runner, parts.Time) : null;
        _reRank = parts.ReRanker is { } reRanker ? new ReRankStage(reRanker, budgets, runner, parts.Time) : null;
        _rules = new RuleStage(parts);
    }

    /// <inheritdoc/>
    public string Release => _parts.Release;

    /// <summary>Shown what every stage leaves, for judging; null: nobody is. Called on the thread of the request.</summary>
    internal StageWatch? Watch { get; set; }

    /// <inheritdoc/>
    public IItemCatalogue Items => _parts.Items;

    /// <inheritdoc/>
    public FunnelAnswer Recommend(FunnelRequest request, UserState user, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(user);
        if (request.Count is < 1 or > MostItems) throw new ArgumentException($"The request wants {request.Count} items; expected 1 to {MostItems}.", nameof(request));
        cancel.ThrowIfCancellationRequested();
        Enter();
        FunnelRun run = _runs.Rent();
        try
        {
            Begin(run, request, user, cancel);
            _recall.Run(run);
            Watch?.Invoke(StageNames.Recall, run.Candidates);
            _preRank?.Run(run);
            Watch?.Invoke(StageNames.PreRank, run.Candidates);
            _rank?.Run(run);
            Watch?.Invoke(StageNames.Rank, run.Candidates[..run.Kept]);
            List<StageReport> boosts = _rules.Boost(run);
            _reRank?.Run(run);
            _rules.Finish(run, boosts);
            Watch?.Invoke(StageNames.ReRank, CollectionsMarshal.AsSpan(run.Page));
            return Answer(run);
        }
        finally
        {
            run.End();
            _runs.Return(run);
            _inside.Leave();
        }
    }

    /// <summary>Takes no more requests; what it holds is freed when the last stage has ended. Harmless when repeated.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0) _inside.Leave();
    }

    /// <summary>Keeps what the release has mapped until the result is disposed of, for those who read it besides requests.</summary>
    /// <exception cref="ObjectDisposedException">It was unloaded already.</exception>
    internal IDisposable Hold()
    {
        Enter();
        return new Held(_inside);
    }

    private void Enter()
    {
        if (_inside.TryEnter())
        {
            if (Volatile.Read(ref _disposed) == 0) return;
            _inside.Leave();
        }
        throw new ObjectDisposedException(nameof(Funnel), $"Release '{Release}' was unloaded; take a lease for as long as a request lasts.");
    }

    private void Begin(FunnelRun run, FunnelRequest request, UserState user, CancellationToken cancel)
    {
        int number = request.User is { } id && _parts.Users.TryFind(id, out int known) ? known : -1;
        run.Begin(request, user, number, Numbers(user.History), _parts.Items, _parts.Time.GetUtcNow(), Deadline.In(_parts.Options.Budgets.Total), cancel);
        _rules.Begin(run);
    }

    private int[] Numbers(IReadOnlyList<string> history)
    {
        int[] numbers = new int[history.Count];
        int count = 0;
        for (int i = 0; i < numbers.Length; i++)
            if (_parts.Items.Ids.TryFind(history[i], out int item)) numbers[count++] = item;
        return count == numbers.Length ? numbers : numbers[..count];
    }

    private FunnelAnswer Answer(FunnelRun run)
    {
        Dictionary<int, ScoreExplanation> scores = run.Trace is null ? [] : Explain(run);
        RecommendedItem[] items = new RecommendedItem[run.Page.Count];
        for (int i = 0; i < items.Length; i++)
        {
            Candidate candidate = run.Page[i];
            items[i] = new RecommendedItem(_parts.Items.Ids[candidate.Item], candidate.Score, run.Trace?.Explain(candidate.Item, scores.GetValueOrDefault(candidate.Item)));
        }
        return new FunnelAnswer(Release, items, [.. run.Reports], [.. run.Unknown]);
    }

    /// <summary>What the scores of the ranked items of the page are made of; nothing if that cannot be told.</summary>
    private Dictionary<int, ScoreExplanation> Explain(FunnelRun run)
    {
        int[] ranked = [.. run.Page.Where(c => !float.IsNaN(c.RankScore)).Select(c => c.Item)];
        if (ranked.Length == 0 || _parts.Explain is null) return [];
        long began = Stopwatch.GetTimestamp();
        try
        {
            return ranked.Zip(_parts.Explain(run.Context, ranked)).ToDictionary(p => p.First, p => p.Second);
        }
        catch (Exception e)                         // an answer without reasons is better than none
        {
            run.Reports.Add(new StageReport(StageNames.Explain, ranked.Length, 0, Stopwatch.GetElapsedTime(began), $"threw {e.GetType().Name}: {e.Message} Scores are not explained.", []));
            return [];
        }
    }

    private sealed class Held(LastOneOut inside) : IDisposable
    {
        public void Dispose() => inside.Leave();
    }
}

/// <summary>Looks at the candidates that a stage leaves.</summary>
/// <param name="stage">One of <see cref="StageNames"/>.</param>
/// <param name="candidates">The candidates in their order; borrowed.</param>
internal delegate void StageWatch(string stage, ReadOnlySpan<Candidate> candidates);
