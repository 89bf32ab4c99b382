using System.Diagnostics;
using Winnow.Data;
using Winnow.Evaluation;
using Winnow.Numerics;

namespace Winnow.Serving.Benchmarks;

/// <summary>Judges a funnel on the users of a test part, beside its own ranker over the whole catalogue: what do the stages before it cost?</summary>
/// <remarks>Both sides know the same of a user and neither shows what he has taken already. Requests are made one after the other.</remarks>
public sealed class FunnelJudge
{
    /// <summary>Length of the pages.</summary>
    public const int Page = 10;

    private readonly InteractionSplit _split;
    private readonly Release _release;
    private readonly int[] _itemOf;                     // number in the release → number in the log, −1: not in it
    private readonly Dictionary<string, UserState> _users = new(StringComparer.Ordinal);

    /// <summary>Takes a release that was packed from the training part of a split.</summary>
    /// <param name="release">The release; its funnel must be without time budgets.</param>
    /// <param name="split">The split, its validation part put back into training.</param>
    /// <exception cref="ArgumentException">A judged user's history in the release is not that of the split.</exception>
    public FunnelJudge(Release release, InteractionSplit split)
    {
        ArgumentNullException.ThrowIfNull(release);
        ArgumentNullException.ThrowIfNull(split);
        (_release, _split) = (release, split);
        _itemOf = [.. Enumerable.Range(0, release.Funnel.Items.Ids.Count).Select(i => split.Train.Items.TryFind(release.Funnel.Items.Ids[i], out int item) ? item : -1)];
        foreach (PackedUser user in release.Users()) _users.Add(user.User, new UserState(user.Features, user.History));
        UserHistories histories = new(split.Train);
        foreach (int user in split.Test.Users) CheckHistory(split.Train.Users[user], histories[user]);
    }

    /// <summary>The ten best items of the ranker for each judged user, without what he has taken; numbers of the log.</summary>
    /// <param name="scorer">The ranker.</param>
    /// <param name="threads">Threads, at least 1.</param>
    /// <param name="cancel">Stops between users.</param>
    public int[][] BestOfRanker(IUserScorer scorer, int threads, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        int[][] best = new int[_split.Test.Users.Count][];
        Parallel.For(0, best.Length, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancel }, row => best[row] = Best(scorer, row));
        return best;
    }

    /// <summary>Asks the funnel for each judged user, and compares.</summary>
    /// <param name="bestOfRanker">What <see cref="BestOfRanker"/> gave.</param>
    /// <param name="cancel">Stops between users.</param>
    public FunnelFigures Judge(int[][] bestOfRanker, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(bestOfRanker);
        long start = Stopwatch.GetTimestamp();
        Tally tally = new(this);
        _release.Funnel.Watch = tally.Look;
        try
        {
            for (int row = 0; row < bestOfRanker.Length; row++)
            {
                cancel.ThrowIfCancellationRequested();
                tally.Begin(bestOfRanker[row]);
                string user = _split.Train.Users[_split.Test.Users[row]];
                FunnelAnswer answer = _release.Funnel.Recommend(new FunnelRequest { User = user, Count = Page }, _users[user], cancel);
                tally.End(answer, _split.Test.Relevant.Row(row));
            }
        }
        finally
        {
            _release.Funnel.Watch = null;
        }
        return tally.ToFigures(_split.Train.Items.Count, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    /// <summary>NDCG@10 with binary relevance: Σ 1 / log₂(place + 1) over the hits, divided by that of the best list there is.</summary>
    internal static double Ndcg(ReadOnlySpan<int> ranked, ReadOnlySpan<int> relevant)
    {
        double gain = 0, ideal = 0;
        for (int i = 0; i < Math.Min(ranked.Length, Page); i++)
            if (relevant.BinarySearch(ranked[i]) >= 0) gain += 1 / Math.Log2(i + 2);
        for (int i = 0; i < Math.Min(relevant.Length, Page); i++) ideal += 1 / Math.Log2(i + 2);
        return gain / ideal;
    }

    private void CheckHistory(string user, ReadOnlySpan<int> history)
    {
        IReadOnlyList<string> packed = _users.TryGetValue(user, out UserState? state) ? state.History : [];
        bool same = packed.Count == history.Length;
        for (int i = 0; same && i < history.Length; i++) same = packed[i] == _split.Train.Items[history[i]];
        if (same) return;
        throw new ArgumentException(
            $"The release holds {packed.Count} events of a judged user, of whom {history.Length} are known, or in another order. Pack the training part of the ranker's log (catalogue.split) and long enough histories (catalogue.history).");
    }

    private unsafe int[] Best(IUserScorer scorer, int row)
    {
        UserBlock user = new(_split.Test, row, 1);
        float[] scores = new float[scorer.Items];
        fixed (float* start = scores) scorer.Score(user, new MatrixView(start, 1, scorer.Items));
        foreach (int taken in user.History(0)) scores[taken] = float.NegativeInfinity;
        int[] items = new int[scorer.Items];
        for (int i = 0; i < items.Length; i++) (items[i], scores[i]) = (i, -scores[i]);
        Array.Sort(scores, items);
        int free = Math.Min(Page, items.Length - user.History(0).Length);
        return items[..free];
    }

    private sealed class Tally(FunnelJudge judge)
    {
        private readonly Dictionary<string, (double Left, double Recall)> _stages = [];
        private readonly Dictionary<string, double> _milliseconds = [];
        private readonly List<int> _page = [];
        private int[] _best = [];
        private int _users, _degraded;
        private double _funnel, _ranker;

        public void Begin(int[] best)
        {
            _best = best;
            _page.Clear();
        }

        public void Look(string stage, ReadOnlySpan<Candidate> candidates)
        {
            int found = 0;
            foreach (Candidate candidate in candidates)
            {
                int item = judge._itemOf[candidate.Item];
                if (_best.Contains(item)) found++;
                if (stage == StageNames.ReRank) _page.Add(item);
            }
            (double left, double recall) = _stages.GetValueOrDefault(stage);
            _stages[stage] = (left + candidates.Length, recall + (_best.Length == 0 ? 1 : (double)found / _best.Length));
        }

        public void End(FunnelAnswer answer, ReadOnlySpan<int> relevant)
        {
            _users++;
            if (answer.IsDegraded) _degraded++;
            foreach (StageReport report in answer.Stages)
                _milliseconds[report.Stage] = _milliseconds.GetValueOrDefault(report.Stage) + report.Time.TotalMilliseconds;
            _funnel += Ndcg([.. _page], relevant);
            _ranker += Ndcg(_best, relevant);
        }

        public FunnelFigures ToFigures(int items, double seconds) => new(
            _users, items, _funnel / _users, _ranker / _users,
            [.. _stages.Select(s => new StageFigures(s.Key, s.Value.Left / _users, s.Value.Recall / _users, _milliseconds.GetValueOrDefault(s.Key) / _users))],
            _degraded, seconds);
    }
}
