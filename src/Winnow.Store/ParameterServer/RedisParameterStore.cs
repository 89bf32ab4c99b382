using Winnow.Embeddings;

namespace Winnow.Store;

/// <summary>A training run whose parameters lie in Redis with the Winnow module: one server, or a cluster over whose nodes shards and blocks are
/// spread evenly.</summary>
/// <remarks>Calls wait for the servers and outlast a fail-over, up to the deadline of the address. Updates carry their position, so that sending one
/// again, after a lost answer, does nothing. Belongs to one thread; another takes <see cref="Connect"/>.</remarks>
public sealed partial class RedisParameterStore : IParameterStore
{
    private readonly RedisParameterTable[] _tables;
    private readonly RedisParameterBlocks _blocks;
    private readonly RedisPositionQueue _queue;

    private RedisParameterStore(RedisCluster cluster, ParameterStoreLayout layout)
    {
        Check(layout);
        Cluster = cluster;
        Layout = layout;
        Updates = new(cluster.Address.Replicas > 0);
        Gate = new(cluster);
        _tables = [.. layout.Tables.Select(t => new RedisParameterTable(this, t, layout.Shards))];
        _blocks = new(this);
        _queue = new(this);
    }

    /// <inheritdoc/>
    public ParameterStoreLayout Layout { get; }

    /// <inheritdoc/>
    public IReadOnlyList<IParameterTable> Tables => _tables;

    /// <inheritdoc/>
    public IParameterBlocks Blocks => _blocks;

    /// <inheritdoc/>
    public IPositionQueue Queue => _queue;

    /// <summary>The connections.</summary>
    public RedisCluster Cluster { get; }

    /// <summary>Time spent waiting for steps of other workers.</summary>
    public TimeSpan Waited => Gate.Waited;

    internal UpdateLog Updates { get; }

    internal StepGate Gate { get; }

    /// <summary>Makes what a run needs, or finds that it is there already with the same options.</summary>
    /// <param name="address">The server or cluster.</param>
    /// <param name="layout">What the run consists of.</param>
    /// <param name="values">What each dense parameter starts with, in the order of the layout; ignored where a block is there already.</param>
    /// <exception cref="ArgumentException">The layout is at fault, or the values do not fit.</exception>
    /// <exception cref="RedisErrorException">A run of this name is there with other options, or the module is not loaded.</exception>
    public static RedisParameterStore Create(RedisAddress address, ParameterStoreLayout layout, IReadOnlyList<ReadOnlyMemory<float>> values)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(values);
        return Made(address, layout, store => store.CreateAll(values));
    }

    /// <summary>Joins a run that was created before.</summary>
    /// <param name="address">The server or cluster.</param>
    /// <param name="layout">What the run consists of: as it was created.</param>
    /// <exception cref="RedisErrorException">There is no such run.</exception>
    public static RedisParameterStore Open(RedisAddress address, ParameterStoreLayout layout) => Made(address, layout, store => store.CheckAll());

    /// <inheritdoc/>
    /// <exception cref="TimeoutException">Not enough replicas had them before the deadline.</exception>
    public void Commit()
    {
        AwaitReplicas(Updates.Sent);
        Updates.Clear();
    }

    /// <inheritdoc/>
    public IParameterStore Connect() => new RedisParameterStore(Cluster.Clone(), Layout);

    /// <inheritdoc/>
    public void Delete()
    {
        IEnumerable<StoreKey> keys = [.. _tables.SelectMany(t => t.Keys), .. _blocks.Keys, _queue.Key];
        IEnumerable<byte[]> all = keys.SelectMany(k => (byte[][])[k.Bytes, StoreKeys.Fence(Layout.Run, k.Bytes)]).DistinctBy(Convert.ToHexString);
        RedisCommand[] commands = [.. all.Select(k => new RedisCommand().Start("UNLINK", 1).Key(k))];
        Cluster.Run(commands);
        foreach (RedisCommand command in commands) command.Checked();
        _blocks.Forget();
        Updates.Clear();
    }

    /// <summary>Closes the connections and frees the memory; the run stays. Harmless when repeated.</summary>
    public void Dispose()
    {
        Cluster.Dispose();
        _blocks.Dispose();
        foreach (RedisParameterTable table in _tables) table.Dispose();
    }

    /// <summary>Runs commands that own their arguments and returns when they are safe.</summary>
    internal void RunSafely(List<RedisCommand> commands)
    {
        Cluster.Run(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(commands));
        foreach (RedisCommand command in commands) command.Checked();
        AwaitReplicas(commands);
    }

    private void AwaitReplicas(IReadOnlyList<RedisCommand> commands)
    {
        if (Cluster.Address.Replicas > 0) Cluster.AwaitReplicas(commands, Cluster.Address.Replicas, key => StoreKeys.Fence(Layout.Run, key));
    }

    private static RedisParameterStore Made(RedisAddress address, ParameterStoreLayout layout, Action<RedisParameterStore> prepare)
    {
        RedisCluster cluster = RedisCluster.Connect(address);
        try
        {
            RedisParameterStore store = new(cluster, layout);
            prepare(store);
            return store;
        }
        catch
        {
            cluster.Dispose();
            throw;
        }
    }

    private static void Check(ParameterStoreLayout layout)
    {
        StoreKeys.CheckRun(layout.Run);
        if (layout.Shards is < 1 or > 256) throw new ArgumentException($"The layout has {layout.Shards} shards; expected 1 to 256.", nameof(layout));
        string[] tables = [.. layout.Tables.Select(t => t.Table.Name)];
        if (tables.Distinct().Count() != tables.Length) throw new ArgumentException($"Two tables have one name: {string.Join(", ", tables)}.", nameof(layout));
    }
}
