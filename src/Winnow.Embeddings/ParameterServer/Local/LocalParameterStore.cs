using Winnow.Numerics;

namespace Winnow.Embeddings;

/// <summary>A parameter store in the memory of this process: for tests, for simulations, and for training in micro-batches without a server.</summary>
/// <remarks>Safe from many threads at once, by one lock; each thread takes its own object with <see cref="Connect"/>.</remarks>
public sealed class LocalParameterStore : IParameterStore
{
    private readonly LocalRun _run;
    private readonly LocalTable[] _tables;
    private bool _disposed;

    /// <summary>A run that begins.</summary>
    /// <param name="layout">What it consists of.</param>
    /// <param name="values">What the dense parameters start with, in the order of the layout.</param>
    /// <param name="team">The threads the tables work on; stays with the caller.</param>
    /// <param name="patience">How long a pull waits for a step. Default 10 minutes.</param>
    /// <param name="time">Where the time comes from. Default: the system.</param>
    /// <exception cref="ArgumentException">Some option is outside its legal range, or there are more or fewer values.</exception>
    public LocalParameterStore(
        ParameterStoreLayout layout, IReadOnlyList<ReadOnlyMemory<float>> values, WorkerTeam team, TimeSpan? patience = null, TimeProvider? time = null)
        : this(new LocalRun(layout, values, team, patience ?? TimeSpan.FromMinutes(10), time ?? TimeProvider.System))
    {
    }

    private LocalParameterStore(LocalRun run)
    {
        _run = run;
        _tables = [.. run.Tables.Select(shards => new LocalTable(run, shards))];
        Blocks = new LocalBlocks(run);
        Queue = new LocalQueue(run);
    }

    /// <inheritdoc/>
    public ParameterStoreLayout Layout => _run.Layout;

    /// <inheritdoc/>
    public IReadOnlyList<IParameterTable> Tables => _tables;

    /// <inheritdoc/>
    public IParameterBlocks Blocks { get; }

    /// <inheritdoc/>
    public IPositionQueue Queue { get; }

    /// <summary>The shards of a table, for tests.</summary>
    internal IReadOnlyList<TableShard> Shards(int table) => _run.Tables[table];

    /// <summary>The dense blocks, for tests.</summary>
    internal IReadOnlyList<DenseBlock> DenseBlocks => _run.Blocks;

    /// <inheritdoc/>
    /// <remarks>Nothing is ever under way here: returns at once.</remarks>
    public void Commit()
    {
    }

    /// <inheritdoc/>
    public IParameterStore Connect()
    {
        _run.Hold();
        return new LocalParameterStore(_run);
    }

    /// <inheritdoc/>
    public void Delete() => _run.Free();

    /// <summary>Frees the run when the last object of it is disposed of; harmless when repeated.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        foreach (LocalTable table in _tables) table.Dispose();
        _run.LetGo();
    }
}
