using System.Diagnostics;
using Winnow.Evaluation.Internals;

namespace Winnow.Evaluation;

/// <summary>What came of judging one recommender: any metric at any of the cut-offs, for all users, for groups, for each.</summary>
/// <remarks>Keeps the ranks of hits, not lists: a metric is computed when asked for and kept. Safe from one thread at a time.</remarks>
public sealed class TopNReport
{
    private readonly TopNOutcome _outcome;
    private readonly int[] _hitStarts;
    private readonly int[] _hitRanks;
    private readonly int[] _relevant;
    private readonly int[] _tied;
    private readonly Dictionary<(TopNMetric Metric, int Cutoff), float[]> _perUser = [];

    internal TopNReport(TopNRun run, TopNProtocol protocol, TimeSpan elapsed)
    {
        (_outcome, Protocol, Elapsed) = (run.Outcome, protocol, elapsed);
        JudgedUsers = run.HeldOut.Users;
        UsersWithoutRelevant = run.HeldOut.UsersWithoutRelevant;
        Groups = UserGroup.ByHistory(run.HeldOut);
        _relevant = new int[Users];
        _hitStarts = new int[Users + 1];
        for (int row = 0; row < Users; row++)
        {
            _relevant[row] = run.HeldOut.Relevant.RowLength(row);
            _hitStarts[row + 1] = _hitStarts[row] + _outcome.HitCounts[row];
        }
        _hitRanks = [.. run.Counts.SelectMany(block => block.HitRanks)];
        _tied = [.. Enumerable.Range(0, Cutoffs.Count).Select(c => run.Counts.Sum(block => block.Tied[c]))];
        EmptyLists = run.Counts.Sum(block => block.EmptyLists);
        ConstantRows = run.Counts.Sum(block => block.ConstantRows);
        ZeroRows = run.Counts.Sum(block => block.ZeroRows);
        RelevantSeen = run.Counts.Sum(block => block.RelevantSeen);
        NegativesRelevant = run.Counts.Sum(block => block.NegativesRelevant);
        NegativesSeen = run.Counts.Sum(block => block.NegativesSeen);
        Scoring = Stopwatch.GetElapsedTime(0, run.Counts.Sum(block => block.ScoreTicks));
        Ranking = Stopwatch.GetElapsedTime(0, run.Counts.Sum(block => block.RankTicks));
    }

    /// <summary>How the result came about; belongs beside every figure.</summary>
    public TopNProtocol Protocol { get; }

    /// <summary>Where lists were cut.</summary>
    public IReadOnlyList<int> Cutoffs => _outcome.Cutoffs;

    /// <summary>Number of judged users: those with a relevant item.</summary>
    public int Users => _outcome.Users;

    /// <summary>Index of each judged user among the users of the log; the order of <see cref="PerUser"/>.</summary>
    public IReadOnlyList<int> JudgedUsers { get; }

    /// <summary>Users left out because nothing of theirs was held out.</summary>
    public int UsersWithoutRelevant { get; }

    /// <summary>Users whose list is empty because nothing was left to recommend; they count 0.</summary>
    public int EmptyLists { get; }

    /// <summary>Users whose candidates all have the same score: their list is drawn by lot.</summary>
    public int ConstantRows { get; }

    /// <summary>Those of <see cref="ConstantRows"/> whose scores are all 0: the model knows nothing of them.</summary>
    public int ZeroRows { get; }

    /// <summary>Relevant items that the user is already known to have taken. With the filter no model can find them; without it any model that memorises
    /// does. More than 0 means that training and test part overlap.</summary>
    public int RelevantSeen { get; }

    /// <summary>Published negatives that are relevant; they are ranked once, as relevant.</summary>
    public int NegativesRelevant { get; }

    /// <summary>Published negatives left out because the user is known to have taken them.</summary>
    public int NegativesSeen { get; }

    /// <summary>Cold, light and heavy users by the quartiles of their histories.</summary>
    public IReadOnlyList<UserGroup> Groups { get; }

    /// <summary>Whether item vectors came, so that there is an intra-list diversity.</summary>
    public bool HasDiversity => _outcome.Diversity.Length > 0;

    /// <summary>Time from start to end.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>Time that scoring took, summed over threads.</summary>
    public TimeSpan Scoring { get; }

    /// <summary>Time that ranking took, summed over threads.</summary>
    public TimeSpan Ranking { get; }

    /// <summary>Users with a relevant item whose score the cut parts: chance decided whether it is in the list.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not one of <see cref="Cutoffs"/>.</exception>
    public int TiedAtCut(int cutoff) => _tied[Index(cutoff)];

    /// <summary>Lists that contain each item, shape [items].</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not one of <see cref="Cutoffs"/>.</exception>
    public int[] ItemCounts(int cutoff)
    {
        int[] counts = new int[_outcome.Items];
        for (int c = 0; c <= Index(cutoff); c++)
            for (int item = 0; item < counts.Length; item++) counts[item] += _outcome.ItemCounts[(long)c * counts.Length + item];
        return counts;
    }

    /// <summary>The mean of a metric over the judged users, or its value for all lists together.</summary>
    /// <param name="metric">What to compute; plain names mean what the protocol's definitions say.</param>
    /// <param name="cutoff">One of <see cref="Cutoffs"/>.</param>
    /// <returns>NaN if no user has a value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Not one of <see cref="Cutoffs"/>.</exception>
    /// <exception cref="InvalidOperationException">The metric needs item vectors and none came.</exception>
    public double Mean(TopNMetric metric, int cutoff)
    {
        metric = Protocol.Definitions.Resolve(metric);
        if (!MetricNames.IsPerUser(metric)) return CatalogueFormula.Of(metric, ItemCounts(cutoff), Users, cutoff);
        double sum = 0;
        int count = 0;
        foreach (float value in PerUser(metric, cutoff))
        {
            if (float.IsNaN(value)) continue;
            sum += value;
            count++;
        }
        return sum / count;
    }

    /// <summary>The mean of a metric over a group of users.</summary>
    /// <exception cref="ArgumentException">The metric has no value for one user.</exception>
    public double Mean(TopNMetric metric, int cutoff, UserGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        ReadOnlySpan<float> values = PerUser(metric, cutoff);
        double sum = 0;
        int count = 0;
        foreach (int row in group.Rows)
        {
            if (float.IsNaN(values[row])) continue;
            sum += values[row];
            count++;
        }
        return sum / count;
    }

    /// <summary>A metric of each judged user, shape [<see cref="Users"/>]; NaN where he has none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not one of <see cref="Cutoffs"/>.</exception>
    /// <exception cref="ArgumentException">The metric has no value for one user.</exception>
    /// <exception cref="InvalidOperationException">The metric needs item vectors and none came.</exception>
    public ReadOnlySpan<float> PerUser(TopNMetric metric, int cutoff)
    {
        metric = Protocol.Definitions.Resolve(metric);
        if (!MetricNames.IsPerUser(metric)) Throw.NotPerUser(metric);
        if (metric == TopNMetric.IntraListDiversity && _outcome.Diversity.Length == 0) Throw.NoItemVectors();
        int at = Index(cutoff) * Users;
        switch (metric)
        {
            case TopNMetric.Auc: return _outcome.Auc;
            case TopNMetric.AveragePopularity: return _outcome.Popularity.AsSpan(at, Users);
            case TopNMetric.Novelty: return _outcome.Novelty.AsSpan(at, Users);
            case TopNMetric.IntraListDiversity: return _outcome.Diversity.AsSpan(at, Users);
        }
        if (!_perUser.TryGetValue((metric, cutoff), out float[]? values)) _perUser.Add((metric, cutoff), values = Compute(metric, cutoff));
        return values;
    }

    private float[] Compute(TopNMetric metric, int cutoff)
    {
        float[] values = new float[Users];
        for (int row = 0; row < values.Length; row++)
        {
            ReadOnlySpan<int> ranks = _hitRanks.AsSpan(_hitStarts[row].._hitStarts[row + 1]);
            values[row] = (float)AccuracyFormula.Of(metric, ranks, _relevant[row], _outcome.ListLengths[row], cutoff);
        }
        return values;
    }

    private int Index(int cutoff)
    {
        int index = Array.IndexOf(_outcome.Cutoffs, cutoff);
        if (index < 0) Throw.CutoffUnknown(cutoff, _outcome.Cutoffs);
        return index;
    }
}
