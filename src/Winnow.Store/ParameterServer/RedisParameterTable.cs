using System.Diagnostics;
using System.Runtime.InteropServices;
using Winnow.Embeddings;
using Winnow.Numerics;

namespace Winnow.Store;

/// <summary>An embedding table whose shards lie in a Redis cluster. A call is one round trip to all nodes at once.</summary>
/// <remarks>Keys go out and vectors come in where they lie in the caller's memory, as far as the keys of a shard lie side by side.</remarks>
public sealed unsafe partial class RedisParameterTable : IParameterTable, IDisposable
{
    private readonly RedisParameterStore _store;
    private readonly StoreKey[] _shards;
    private readonly ShardPartition _partition;
    private readonly RedisCommand[] _pulls;
    private readonly List<RedisCommand> _batch = [];
    private readonly GrowingBuffer<float> _rows = new();

    internal RedisParameterTable(RedisParameterStore store, TableShardOptions options, int shards)
    {
        _store = store;
        Options = options with { Shard = 0, Shards = shards };
        _partition = new(shards);
        _shards = [.. Enumerable.Range(0, shards).Select(i => new StoreKey(StoreKeys.TableShard(store.Layout.Run, options.Table.Name, i, shards)))];
        _pulls = [.. Enumerable.Range(0, shards).Select(_ => new RedisCommand { Writes = false })];
    }

    /// <inheritdoc/>
    public TableShardOptions Options { get; }

    internal IReadOnlyList<StoreKey> Keys => _shards;

    private int Dimension => Options.Table.Dimension;

    private long RowBytes => Dimension * (long)sizeof(float);

    /// <inheritdoc/>
    public long CountRows() => Ask("WINNOW.TABLE.COUNT").Sum(c => c.Reply.Integer);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Shapes do not fit, or there are more keys of a shard than a command may have.</exception>
    /// <exception cref="TimeoutException">That step did not come in time, or a node did not answer.</exception>
    public void Pull(ReadOnlySpan<ulong> distinctKeys, MatrixView rows, ulong source, long step) => Pull(distinctKeys, rows, source, step, isScoring: false);

    /// <summary>The same; for scoring, keys without a row pull the cold vector.</summary>
    internal void Pull(ReadOnlySpan<ulong> distinctKeys, MatrixView rows, ulong source, long step, bool isScoring)
    {
        CheckShape(distinctKeys.Length, rows, nameof(rows));
        fixed (ulong* keys = distinctKeys)
        {
            Sort(keys, distinctKeys.Length);
            _batch.Clear();
            for (int shard = 0; shard < _shards.Length; shard++)
                if (_partition.Count(shard) > 0) _batch.Add(PullCommand(shard, rows, source, step, isScoring));
            _store.Gate.Run(CollectionsMarshal.AsSpan(_batch), $"table '{Options.Table.Name}'", step);
            for (int shard = 0; shard < _shards.Length; shard++)
                if (_partition.Count(shard) > 0) Accept(shard, rows);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Shapes do not fit, or there are more keys of a shard than a command may have.</exception>
    public int Push(in UpdateTag tag, ReadOnlySpan<ulong> distinctKeys, MatrixView gradients, MatrixView pulled)
    {
        bool compensates = Options.Compensation.Form != DelayCompensationForm.None;
        CheckShape(distinctKeys.Length, gradients, nameof(gradients));
        if (compensates) CheckShape(distinctKeys.Length, pulled, nameof(pulled));
        int bad = Finite.FirstBadRow(gradients, distinctKeys.Length);
        if (bad < 0 && compensates) bad = Finite.FirstBadRow(pulled, distinctKeys.Length);
        if (bad >= 0) return bad;
        fixed (ulong* keys = distinctKeys)
        {
            Sort(keys, distinctKeys.Length);
            _rows.Resize((compensates ? 2L : 1) * distinctKeys.Length * Dimension);
            float* scratch = _rows.Pointer;
            _batch.Clear();
            for (int shard = 0; shard < _shards.Length; shard++)
            {
                RedisCommand command = PushCommand(tag, shard, compensates ? 9 : 8);
                command.Blob(_partition.Keys(shard), _partition.Count(shard) * (long)sizeof(ulong));
                AddRows(command, shard, gradients, ref scratch);
                if (compensates) AddRows(command, shard, pulled, ref scratch);
                _batch.Add(command);
            }
            _store.Cluster.Run(CollectionsMarshal.AsSpan(_batch));
            return Judge();
        }
    }

    /// <summary>Frees the memory; harmless when repeated.</summary>
    public void Dispose()
    {
        _partition.Dispose();
        _rows.Dispose();
    }

    /// <summary>Sends the same command, of the key alone, to all shards.</summary>
    /// <exception cref="RedisErrorException">A server refused.</exception>
    internal IReadOnlyList<RedisCommand> Ask(string verb)
    {
        RedisCommand[] commands = [.. _shards.Select(s => new RedisCommand { Writes = false }.Start(verb, 1).Key(s.Bytes, s.Slot))];
        _store.Cluster.Run(commands);
        foreach (RedisCommand command in commands) command.Checked();
        return commands;
    }

    /// <summary>Moves the clock of all shards on without updates; for one writer. A lost answer leaves a shard at an unknown step, so its step is
    /// asked for before it is moved again.</summary>
    /// <exception cref="TimeoutException">Some shard could not be reached before the deadline.</exception>
    internal void AdvanceTo(long step)
    {
        long began = Stopwatch.GetTimestamp();
        while (true)
        {
            IReadOnlyList<RedisCommand> shards = Ask("WINNOW.TABLE.DESCRIBE");
            RedisCommand[] late = [.. Enumerable.Range(0, shards.Count).Where(i => shards[i].Reply["step"].Integer < step).Select(i => new RedisCommand { IsRepeatable = false }
                .Start("WINNOW.TABLE.SWEEP", 2).Key(_shards[i].Bytes, _shards[i].Slot).Number(step - shards[i].Reply["step"].Integer))];
            if (late.Length == 0) return;
            try
            {
                _store.Cluster.Run(late);
                foreach (RedisCommand command in late) command.Checked();
                return;
            }
            catch (RedisConnectionException) when (Stopwatch.GetElapsedTime(began) < _store.Cluster.Address.Deadline)
            {
                // Some may have been carried out; the next look tells.
            }
        }
    }

    private RedisCommand PullCommand(int shard, MatrixView rows, ulong source, long step, bool isScoring)
    {
        int count = _partition.Count(shard);
        float* target = IsInPlace(shard, rows) ? rows.RowPointer(_partition.Position(_partition.Start(shard))) : _rows.Pointer + _partition.Start(shard) * (long)Dimension;
        RedisCommand command = _pulls[shard].Start("WINNOW.TABLE.PULL", isScoring ? 5 : 4).Key(_shards[shard].Bytes, _shards[shard].Slot)
            .Number(source).Number(step).Blob(_partition.Keys(shard), count * (long)sizeof(ulong)).Into(target, count * RowBytes);
        return isScoring ? command.Text("SCORING") : command;
    }

    private bool IsInPlace(int shard, MatrixView rows) => rows.IsContiguous && _partition.IsTogether(shard);

    private void Accept(int shard, MatrixView rows)
    {
        long expected = _partition.Count(shard) * RowBytes;
        if (_pulls[shard].Reply.Length != expected) throw new ProtocolException($"{_pulls[shard].Reply} for a pull", $"{expected} bytes");
        if (!IsInPlace(shard, rows)) _partition.Scatter(shard, _rows.Pointer + _partition.Start(shard) * (long)Dimension, rows);
    }

    private RedisCommand PushCommand(in UpdateTag tag, int shard, int arguments) => _store.Updates.Next().Start("WINNOW.TABLE.PUSH", arguments - 1)
        .Key(_shards[shard].Bytes, _shards[shard].Slot).Number(tag.Source).Number(tag.Position).Number((long)tag.Parts).Number(tag.LearningRate);

    private void AddRows(RedisCommand command, int shard, MatrixView rows, ref float* scratch)
    {
        int count = _partition.Count(shard);
        if (count > 0 && IsInPlace(shard, rows))
        {
            command.Blob(rows.RowPointer(_partition.Position(_partition.Start(shard))), count * RowBytes);
            return;
        }
        _partition.Gather(shard, rows, scratch);
        command.Blob(scratch, count * RowBytes);
        scratch += count * (long)Dimension;
    }

    /// <summary>−1, or the position in the batch of the number a server did not like.</summary>
    private int Judge()
    {
        int bad = -1;
        for (int shard = 0; shard < _shards.Length; shard++)
        {
            RedisCommand command = _batch[shard];
            if (command.Reply.Error is { Code: "NONFINITE" } error && int.TryParse(error.Text, out int index) && index >= 0 && index < _partition.Count(shard))
                bad = _partition.Position(_partition.Start(shard) + index);
            else command.Checked();
        }
        _store.Updates.Acknowledged();
        return bad;
    }

    private void Sort(ulong* keys, int count)
    {
        _partition.Sort(keys, count);
        for (int shard = 0; shard < _shards.Length; shard++)
        {
            int keysOfShard = _partition.Count(shard);
            if (keysOfShard > TableShard.MostKeys || keysOfShard * RowBytes > RedisCommand.MostArgumentBytes)
                throw new ArgumentException($"Shard {shard} of table '{Options.Table.Name}' would get {keysOfShard} keys of {RowBytes} bytes; a command takes at most "
                    + $"{TableShard.MostKeys} keys and {RedisCommand.MostArgumentBytes} bytes. Take a smaller batch or more shards.");
        }
        _rows.Resize(count * (long)Dimension);
    }

    private void CheckShape(int keys, MatrixView rows, string name)
    {
        if (rows.Rows < keys || rows.Cols != Dimension)
            throw new ArgumentException($"{name} is {rows.Rows} × {rows.Cols}; expected at least {keys} rows of {Dimension} columns.", name);
    }
}
