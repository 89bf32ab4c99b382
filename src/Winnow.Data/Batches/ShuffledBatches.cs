using Winnow.Numerics;

namespace Winnow.Data;

/// <summary>Batches of a data set in memory, every epoch in a new random order: <c>RandomStream(seed, "shuffle").Fork(epoch)</c>.</summary>
public sealed class ShuffledBatches : IBatchSource
{
    private readonly EncodedDataset _data;
    private readonly WorkerTeam? _team;
    private readonly RandomStream? _random;
    private readonly int[] _order;
    private int _orderedEpoch = -1;

    /// <summary>Makes the source.</summary>
    /// <param name="data">The rows; stays the caller's.</param>
    /// <param name="batchSize">Rows a batch, at least 1.</param>
    /// <param name="seed">Seed of the order.</param>
    /// <param name="team">Threads to share the filling; null: the caller alone.</param>
    public ShuffledBatches(EncodedDataset data, int batchSize, ulong seed, WorkerTeam? team = null)
        : this(data, batchSize, new RandomStream(seed, "shuffle"), team)
    {
    }

    private ShuffledBatches(EncodedDataset data, int batchSize, RandomStream? random, WorkerTeam? team)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        (_data, BatchSize, _random, _team) = (data, batchSize, random, team);
        _order = new int[data.Rows];
    }

    /// <summary>The batches of a data set in the order of its rows, as evaluation wants them.</summary>
    /// <param name="data">The rows; stays the caller's.</param>
    /// <param name="batchSize">Rows a batch, at least 1.</param>
    /// <param name="team">Threads to share the filling; null: the caller alone.</param>
    public static ShuffledBatches InOrder(EncodedDataset data, int batchSize, WorkerTeam? team = null) => new(data, batchSize, null, team);

    /// <inheritdoc/>
    public BatchLayout Layout => _data.Layout;

    /// <inheritdoc/>
    public int BatchSize { get; }

    /// <inheritdoc/>
    public long? RowsPerEpoch => _order.Length;

    /// <inheritdoc/>
    public DataPosition Position { get; private set; }

    /// <inheritdoc/>
    public void Seek(DataPosition position) => Position = position;

    /// <inheritdoc/>
    public bool Next(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        long first = Position.Batch * BatchSize;
        if (first >= _order.Length)
        {
            batch.Clear();
            Position = new DataPosition(Position.Epoch + 1);
            return false;
        }
        if (_orderedEpoch != Position.Epoch) Order(Position.Epoch);
        int count = (int)Math.Min(BatchSize, _order.Length - first);
        _data.FillBatch(_order.AsSpan((int)first, count), batch, _team);
        Position = new DataPosition(Position.Epoch, Position.Batch + 1);
        return true;
    }

    /// <summary>Nothing is owned.</summary>
    public void Dispose()
    {
    }

    private void Order(int epoch)
    {
        for (int i = 0; i < _order.Length; i++) _order[i] = i;
        _random?.Fork((ulong)epoch).Shuffle(_order.AsSpan());
        _orderedEpoch = epoch;
    }
}
