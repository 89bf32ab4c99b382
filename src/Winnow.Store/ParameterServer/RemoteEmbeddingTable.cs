using System.Security.Cryptography;
using Winnow.Embeddings;
using Winnow.Numerics;

namespace Winnow.Store;

/// <summary>An embedding table in a Redis cluster behind the interface of a table in this process, for one writer. After the same calls it holds the
/// same rows, bit for bit, and saves the same bytes, provided that each step pushes what it pulled for training, in one push.</summary>
/// <remarks>
/// Where it departs from a table in process: pulling changes nothing, in any mode, so keys are counted and admitted by the push that follows; a step
/// is one <see cref="Push"/>, which moves the clock on the servers, and then <see cref="Advance"/>; deltas are not kept. Hints are not used.
/// <para>A push that fails, because nodes stay away for longer than the deadline of the address, may have reached some shards: the table then refuses
/// further pushes until a snapshot is loaded.</para>
/// <para>Belongs to one thread. To pull ahead on another one, take <see cref="RedisParameterStore.Connect"/> of a store of its own.</para>
/// </remarks>
public sealed unsafe partial class RemoteEmbeddingTable : IEmbeddingTable
{
    private readonly RedisParameterStore _store;
    private readonly RedisParameterTable _table;
    private ulong _source = NewSource();
    private long _position;
    private bool _hasPushed, _isBroken;
    private float _learningRate;

    private RemoteEmbeddingTable(RedisParameterStore store)
    {
        _store = store;
        _table = (RedisParameterTable)store.Tables[0];
        _learningRate = _table.Options.Optimizer.LearningRate;
        Step = _table.Cut().Step;
    }

    /// <inheritdoc/>
    public string Name => _table.Options.Table.Name;

    /// <inheritdoc/>
    public int Dimension => _table.Options.Table.Dimension;

    /// <inheritdoc/>
    public long Count => _table.CountRows();

    /// <inheritdoc/>
    public long Step { get; private set; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not above 0, or infinite.</exception>
    public float LearningRate
    {
        get => _learningRate;
        set
        {
            if (!(value > 0) || float.IsInfinity(value)) throw new ArgumentOutOfRangeException(nameof(value), value, "The learning rate must be above 0 and finite.");
            _learningRate = value;
        }
    }

    /// <inheritdoc/>
    public TableCounters Counters
    {
        get
        {
            TableCounters sum = default;
            foreach (RespValue c in Described("counters"))
                sum = new(sum.Admitted + c["admitted"].Integer, sum.Refused + c["refused"].Integer, sum.Expired + c["expired"].Integer,
                    sum.Evicted + c["evicted"].Integer, sum.GradientsApplied + c["applied"].Integer, sum.GradientsDropped + c["dropped"].Integer);
            return sum;
        }
    }

    /// <inheritdoc/>
    /// <remarks>Bytes of the servers.</remarks>
    public TableMemory Memory
    {
        get
        {
            TableMemory sum = default;
            foreach (RespValue m in Described("memory"))
                sum = new(sum.Rows + m["rows"].Integer, sum.FreeRows + m["free-rows"].Integer, sum.Index + m["index"].Integer,
                    sum.FreeIndex + m["free-index"].Integer, sum.WaitingRows + m["waiting-rows"].Integer, sum.FreeWaitingRows + m["free-waiting-rows"].Integer,
                    sum.WaitingIndex + m["waiting-index"].Integer, sum.RemovalLog + m["removal-log"].Integer, sum.Scratch + m["scratch"].Integer);
            return sum;
        }
    }

    /// <summary>Makes a table, or takes over one that is there with the same options.</summary>
    /// <param name="address">The server or cluster.</param>
    /// <param name="run">What the table belongs to: part of its keys.</param>
    /// <param name="options">What it is; shard numbers are filled in.</param>
    /// <param name="shards">Number of shards, 1 … 256.</param>
    /// <exception cref="RedisErrorException">It is there with other options, or the module is not loaded.</exception>
    public static RemoteEmbeddingTable Create(RedisAddress address, string run, TableShardOptions options, int shards)
    {
        RedisParameterStore store = RedisParameterStore.Create(address, new() { Run = run, Source = 0, Shards = shards, Tables = [options], Blocks = [] }, []);
        try
        {
            return new(store);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Pull(ReadOnlySpan<ulong> distinctKeys, Span<int> hints, MatrixView rows, PullMode mode)
    {
        if (hints.Length != 0 && hints.Length != distinctKeys.Length)
            throw new ArgumentException($"There are {hints.Length} hints for {distinctKeys.Length} keys; expected as many, or none.", nameof(hints));
        hints.Clear();
        _table.Pull(distinctKeys, rows, source: 0, step: 0, mode == PullMode.Scoring);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The step has pushed already, or an earlier push failed half-way.</exception>
    public int Push(ReadOnlySpan<ulong> distinctKeys, ReadOnlySpan<int> hints, MatrixView gradients)
    {
        if (_hasPushed) throw new InvalidOperationException($"Table '{Name}' has been pushed to in step {Step}; a table in a cluster takes one push a step. Call Advance in between.");
        int bad = Send(distinctKeys, gradients);
        _hasPushed = bad < 0;
        return bad;
    }

    /// <inheritdoc/>
    public void Advance()
    {
        if (!_hasPushed) _table.AdvanceTo(Step + 1);
        _hasPushed = false;
        Step++;
    }

    /// <summary>Returns once as many replicas hold all pushes as the address asks for.</summary>
    public void Commit() => _store.Commit();

    /// <summary>Deletes the table from the cluster.</summary>
    public void Delete() => _store.Delete();

    /// <summary>Closes the connections; the table stays. Harmless when repeated.</summary>
    public void Dispose() => _store.Dispose();

    private int Send(ReadOnlySpan<ulong> keys, MatrixView gradients)
    {
        if (_isBroken) throw new InvalidOperationException($"A push to table '{Name}' failed and may have reached some shards; load a snapshot to go on.");
        _isBroken = true;
        int bad = _table.Push(new(_source, _position, Parts: 1, LearningRate), keys, gradients, default);
        _isBroken = false;
        if (bad < 0) _position++;
        return bad;
    }

    private RespValue[] Described(string part) => [.. _table.Ask("WINNOW.TABLE.DESCRIBE").Select(c => c.Reply[part])];

    /// <summary>Positions count from 0 in each object, so each is a run of its own to the servers.</summary>
    private static ulong NewSource() => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
}
