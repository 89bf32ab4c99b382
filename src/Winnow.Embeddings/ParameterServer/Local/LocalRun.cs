using Winnow.Numerics;

namespace Winnow.Embeddings;

/// <summary>What the objects of one local run share. Whoever touches it holds <see cref="Gate"/>.</summary>
internal sealed class LocalRun
{
    private int _holders = 1;

    internal LocalRun(
        ParameterStoreLayout layout, IReadOnlyList<ReadOnlyMemory<float>> values, WorkerTeam team, TimeSpan patience, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(team);
        if (values.Count != layout.Blocks.Count) Throw.BlockCount(values.Count, layout.Blocks.Count);
        Layout = layout;
        Patience = patience;
        Time = time;
        Tables = [.. layout.Tables.Select(table => Shards(table, layout.Shards, team))];
        Blocks = [.. layout.Blocks.Select((block, i) => new DenseBlock(block, values[i].Span))];
        Queue = new PositionQueue(layout.Queue);
    }

    internal object Gate { get; } = new();
    internal ParameterStoreLayout Layout { get; }
    internal TimeSpan Patience { get; }
    internal TimeProvider Time { get; }
    internal IReadOnlyList<IReadOnlyList<TableShard>> Tables { get; }
    internal IReadOnlyList<DenseBlock> Blocks { get; }
    internal PositionQueue Queue { get; }

    internal long NowMilliseconds => Time.GetTimestamp() / (Time.TimestampFrequency / 1000);

    internal void Hold() => Interlocked.Increment(ref _holders);

    internal void LetGo()
    {
        if (Interlocked.Decrement(ref _holders) == 0) Free();
    }

    internal void Free()
    {
        lock (Gate)
        {
            foreach (TableShard shard in Tables.SelectMany(shards => shards)) shard.Dispose();
            foreach (DenseBlock block in Blocks) block.Dispose();
            Queue.Dispose();
        }
    }

    /// <summary>Waits, the gate being held, until somebody has applied enough steps.</summary>
    internal void AwaitStep(string what, long step, Func<long> applied)
    {
        long start = Time.GetTimestamp();
        while (applied() < step)
        {
            TimeSpan waited = Time.GetElapsedTime(start);
            if (waited >= Patience || !Monitor.Wait(Gate, Patience - waited)) Throw.StepTimeout(what, step, applied(), Patience);
        }
    }

    /// <summary>Wakes those that wait for a step, the gate being held.</summary>
    internal void Announce() => Monitor.PulseAll(Gate);

    private static TableShard[] Shards(TableShardOptions table, int shards, WorkerTeam team) =>
        [.. Enumerable.Range(0, shards).Select(shard => new TableShard(table with { Shard = shard, Shards = shards }, team))];
}
