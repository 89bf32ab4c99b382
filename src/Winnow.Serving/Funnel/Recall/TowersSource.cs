using Winnow.Models;
using Winnow.Retrieval;

namespace Winnow.Serving;

/// <summary>The items whose vectors are nearest to the user's.</summary>
internal sealed class TowersSource : IRecallSource, IDisposable
{
    private readonly ITowerModel _model;
    private readonly NumberMap _items, _users;
    private readonly ModelVersion _version;
    private readonly HnswIndex? _graph;
    private readonly ExactIndex? _exact;
    private readonly int _searchCandidates;
    private readonly ScratchPool<Query> _queries;

    /// <summary>Puts the source together.</summary>
    /// <param name="name">Name of the source.</param>
    /// <param name="model">The model.</param>
    /// <param name="items">Its items and those of the release.</param>
    /// <param name="users">Its users and those of the release.</param>
    /// <param name="index">Over vectors of <paramref name="model"/>, by the numbers of the release.</param>
    /// <param name="options">How it is searched and audited.</param>
    public TowersSource(string name, ITowerModel model, NumberMap items, NumberMap users, IDisposable index, TowersSourceOptions options)
    {
        (Name, _model, _items, _users, _graph, _exact, _searchCandidates) = (name, model, items, users, index as HnswIndex, index as ExactIndex, options.SearchCandidates);
        _version = _graph?.Version ?? _exact!.Version;
        _queries = new ScratchPool<Query>(() => new Query(model.Dimension));
        if (_graph is not null && options.Audit > 0) Audit = new RecallAudit(_graph, options.Audit, options.Quota, seed: 0);
    }

    public string Name { get; }

    /// <summary>Compares a share of the queries with the exact answer; null if the index is exact or none are to be compared.</summary>
    public RecallAudit? Audit { get; }

    public int Recall(StageContext context, Span<Neighbor> found)
    {
        Query query = _queries.Rent();
        try
        {
            int known = _items.ToModel(context.History, query.HistoryOf(context.History.Count));
            _model.UserVector(_users.ToModel(context.UserNumber), query.History.AsSpan(0, known), query.Vector);
            return IsZero(query.Vector) ? 0 : Search(query.Vector, found);
        }
        finally
        {
            _queries.Return(query);
        }
    }

    public void Dispose()
    {
        _graph?.Dispose();
        _exact?.Dispose();
        _queries.Dispose();
        (_model as IDisposable)?.Dispose();
    }

    /// <summary>Whether the index is a graph.</summary>
    public bool HasGraph => _graph is not null;

    /// <summary>The items nearest to a vector of the model's space; not audited.</summary>
    public int Nearest(ReadOnlySpan<float> vector, Span<Neighbor> found) => _graph!.Search(_version, vector, found, _searchCandidates);

    private int Search(float[] query, Span<Neighbor> found)
    {
        if (_graph is null) return _exact!.Search(_version, query, found);
        int count = _graph.Search(_version, query, found, _searchCandidates);
        Audit?.Observe(query, found[..count]);
        return count;
    }

    /// <summary>Nothing is known of the user: every item would be as good.</summary>
    private static bool IsZero(float[] vector) => !vector.AsSpan().ContainsAnyExcept(0f);

    /// <summary>Room for one query.</summary>
    private sealed class Query(int dimension)
    {
        public float[] Vector { get; } = new float[dimension];

        public int[] History { get; private set; } = new int[64];

        public int[] HistoryOf(int length) => length <= History.Length ? History : History = new int[2 * length];
    }
}
