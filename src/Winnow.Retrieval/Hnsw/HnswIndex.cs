namespace Winnow.Retrieval;

/// <summary>An approximate index: a hierarchy of navigable small worlds (Malkov and Yashunin, IEEE TPAMI 42(4), 2020). Items are
/// inserted, replaced and removed while other threads search.</summary>
/// <remarks>
/// <para>Searches take no lock and never wait for a change, nor for one another; a warm one allocates no managed memory. Changes
/// wait for one another. A search sees each change either done or not begun, except that a change of many items becomes
/// visible piece by piece; it never returns an item twice, nor one whose removal returned before the search began.</para>
/// <para>Beyond the paper: nodes are compared in signed bytes on the way (<see cref="NodePrecision"/>) and scored in float32 at
/// the end; nodes join in batches, so that the graph is the same for any number of threads; removed nodes are walked through,
/// until enough of them have gathered to repair all lists that name them in one pass, after which their slots are used again.</para>
/// <para>The inner product is not a distance: as in the authors' code, its negative is used as one. Vectors of very different
/// length give a poorer graph then; compare with <see cref="SearchExact{TFilter}"/>.</para>
/// <para>Dispose waits for the searches under way. Memory of an index that is never disposed is never freed.</para>
/// </remarks>
public sealed partial class HnswIndex : IDisposable
{
    private readonly HnswShape _shape;
    private readonly ReaderSet _readers = new();
    private volatile UnverifiedFile? _unverified;       // behind a mapping that nobody has checked
    private volatile HnswStore _store;
    private volatile bool _disposed;
    private int _live;

    /// <summary>An empty index.</summary>
    /// <param name="version">The model whose vectors will be put in.</param>
    /// <param name="dimension">Elements of a vector, in [1, 16384].</param>
    /// <param name="metric">What is compared.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="ArgumentException">The version has no name.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of range.</exception>
    public HnswIndex(ModelVersion version, int dimension, VectorMetric metric, HnswOptions? options = null)
    {
        Options = options ?? new HnswOptions();
        Options.Validate();
        if (version.Name.Length == 0) Throw.VersionMissing();
        if (dimension is < 1 or > Quantizer.MostDimension) Throw.Option(nameof(dimension), dimension, $"in [1, {Quantizer.MostDimension}]");
        if (!Enum.IsDefined(metric)) Throw.Option(nameof(metric), metric, "a metric of VectorMetric");
        Version = version;
        _shape = new HnswShape(dimension, metric, Options.Precision, Options.Links);
        int capacity = Math.Max(Options.Capacity, GraphBuilder.BatchNodes);
        _store = new HnswStore(_shape, capacity, UpperLists(capacity));
        _builder = new GraphBuilder(_shape, Options.BuildCandidates, _readers);
    }

    private HnswIndex(ModelVersion version, HnswOptions options, HnswStore store, int live, long insertions, UnverifiedFile? unverified, bool isMapped)
    {
        _unverified = unverified;
        Version = version;
        Options = options;
        _shape = store.Shape;
        _store = store;
        _live = live;
        _insertions = insertions;
        IsMapped = isMapped;
        _builder = new GraphBuilder(_shape, options.BuildCandidates, _readers);
    }

    /// <summary>The model whose vectors are in the index; queries of another are refused.</summary>
    public ModelVersion Version { get; }

    /// <summary>How the index was made.</summary>
    public HnswOptions Options { get; }

    /// <summary>Elements of a vector.</summary>
    public int Dimension => _shape.Dimension;

    /// <summary>What is compared.</summary>
    public VectorMetric Metric => _shape.Metric;

    /// <summary>Items that can be found.</summary>
    public int Count => Volatile.Read(ref _live);

    /// <summary>Whether the index lies in a mapped file, so that it cannot be changed: see <see cref="ToMemory"/>.</summary>
    public bool IsMapped { get; }

    /// <summary>How often the contents have changed: a batch of insertions, a removal, a repair each count once.</summary>
    public long Changes => Volatile.Read(ref _changes);

    /// <summary>Frees the memory after the searches under way have ended; later calls throw. Harmless when repeated.</summary>
    public void Dispose()
    {
        lock (_writer)
        {
            if (_disposed) return;
            _disposed = true;
            SpinWait wait = default;
            while (_readers.OldestReader() != long.MaxValue) wait.SpinOnce();
            foreach ((_, HnswStore store) in _oldStores) store.Dispose();
            _oldStores.Clear();
            _store.Dispose();
            _builder.Dispose();
            _readers.Dispose();
        }
    }

    private SearchScratch Enter()
    {
        SearchScratch scratch = _readers.Enter();
        if (!_disposed) return scratch;
        ReaderSet.Leave(scratch);
        Throw.IndexDisposed(nameof(HnswIndex));
        return scratch;
    }

    /// <summary>Lists of upper layers to make room for: 1 / (M − 1) a node is their number on average.</summary>
    private int UpperLists(int capacity) => checked((int)Math.Min(int.MaxValue, (long)(capacity * 1.1 / (_shape.Links - 1)) + 64));
}
