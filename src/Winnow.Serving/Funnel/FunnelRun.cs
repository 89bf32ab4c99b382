using Winnow.Numerics;

namespace Winnow.Serving;

/// <summary>One request on its way through the stages: its candidates, what was reported, and, if asked for, why. Belongs to the thread of the request.</summary>
internal sealed class FunnelRun
{
    /// <summary>In <see cref="PlaceOf"/>: the item is kept out.</summary>
    public const int Refused = -1;

    private static readonly RandomStream s_random = new(0, "funnel");

    private Candidate[] _candidates = new Candidate[256];

    /// <summary>What stages are told; its token is replaced for each.</summary>
    public StageContext Context { get; private set; } = null!;

    /// <summary>The request.</summary>
    public FunnelRequest Request => Context.Request;

    /// <summary>Until when stages may work.</summary>
    public Deadline Deadline { get; private set; }

    /// <summary>Gives the request up.</summary>
    public CancellationToken Cancel { get; private set; }

    /// <summary>The candidates, best first.</summary>
    public Span<Candidate> Candidates => _candidates.AsSpan(0, Count);

    /// <summary>Number of candidates.</summary>
    public int Count { get; private set; }

    /// <summary>How many of them go on to the re-ranker; the others may move up when rules take some away.</summary>
    public int Kept { get; set; }

    /// <summary>What is left of them after re-ranking and rules, in order.</summary>
    public List<Candidate> Page { get; } = [];

    /// <summary>Which candidate an item is, by the order of <see cref="Add"/>; or <see cref="Refused"/>.</summary>
    public Dictionary<int, int> PlaceOf { get; } = [];

    /// <summary>What the stages did.</summary>
    public List<StageReport> Reports { get; } = [];

    /// <summary>Ids of the request's candidates that are not known.</summary>
    public List<string> Unknown { get; } = [];

    /// <summary>Why items are where they are; null unless asked for.</summary>
    public FunnelTrace? Trace { get; private set; }

    /// <summary>The name of the stage whose order the candidates have.</summary>
    public string OrderedBy { get; set; } = StageNames.Recall;

    /// <summary>The rules that keep items out, as asked for this request.</summary>
    public FilterChain Filters { get; } = new();

    /// <summary>Begins with a request.</summary>
    public void Begin(FunnelRequest request, UserState user, int userNumber, IReadOnlyList<int> history, IItemCatalogue items, DateTimeOffset now, Deadline deadline, CancellationToken cancel)
    {
        Context = new StageContext(request, user, userNumber, history, items, now, s_random.Fork(request.Seed), CancellationToken.None);
        (Deadline, Cancel, Count, Kept, OrderedBy) = (deadline, cancel, 0, 0, StageNames.Recall);
        Trace = request.Explain ? new FunnelTrace() : null;
        Page.Clear();
        PlaceOf.Clear();
        Reports.Clear();
        Unknown.Clear();
    }

    /// <summary>Adds a candidate.</summary>
    /// <returns>Its place.</returns>
    public int Add(int item)
    {
        if (Count == _candidates.Length) Array.Resize(ref _candidates, 2 * Count);
        _candidates[Count] = new Candidate { Item = item, PreRankScore = float.NaN, RankScore = float.NaN };
        PlaceOf.Add(item, Count);
        return Count++;
    }

    /// <summary>Orders the candidates by <see cref="Candidate.Score"/>, ties as recall merged them. Places change.</summary>
    public void Sort() => Candidates.Sort(CandidateOrder.ByScore);

    /// <summary>Keeps the first ones.</summary>
    public void Truncate(int count)
    {
        Count = Math.Min(Count, count);
        Kept = Count;
    }

    /// <summary>Forgets the request, so that nothing of it is kept in memory.</summary>
    public void End() => (Context, Trace) = (null!, null);
}
