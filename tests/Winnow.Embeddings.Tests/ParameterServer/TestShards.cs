using Winnow.Embeddings;
using Winnow.Numerics;

namespace Winnow.Embeddings.Tests;

/// <summary>The shards of one table with managed arrays at their door, for tests.</summary>
internal sealed unsafe class TestShards : IDisposable
{
    internal const ulong Source = 0x5EED;

    internal TestShards(EmbeddingTableOptions table, SparseOptimizerOptions optimizer, int shards, DelayCompensation? compensation = null)
    {
        Options = new() { Table = table, Optimizer = optimizer, Shards = shards, Compensation = compensation ?? DelayCompensation.None };
        Shards = [.. Enumerable.Range(0, shards).Select(shard => new TableShard(Options with { Shard = shard }, WorkerTeam.Single))];
    }

    internal TableShardOptions Options { get; }
    internal TableShard[] Shards { get; }

    internal float[][] Pull(ulong[] keys)
    {
        float[][] rows = new float[keys.Length][];
        for (int s = 0; s < Shards.Length; s++)
        {
            int[] mine = Mine(keys, s);
            float[] block = new float[mine.Length * Options.Table.Dimension];
            fixed (float* data = block) Shards[s].Pull([.. mine.Select(i => keys[i])], new MatrixView(data, mine.Length, Options.Table.Dimension));
            for (int i = 0; i < mine.Length; i++) rows[mine[i]] = block[(i * Options.Table.Dimension)..((i + 1) * Options.Table.Dimension)];
        }
        return rows;
    }

    internal UpdateOutcome Push(UpdateTag tag, ulong[] keys, float[][] gradients, float[][]? pulled = null)
    {
        UpdateOutcome outcome = UpdateOutcome.Duplicate;
        for (int s = 0; s < Shards.Length; s++) outcome = PushTo(s, tag, keys, gradients, pulled);
        return outcome;
    }

    internal UpdateOutcome PushTo(int shard, UpdateTag tag, ulong[] keys, float[][] gradients, float[][]? pulled = null)
    {
        int[] mine = Mine(keys, shard);
        float[] block = [.. mine.SelectMany(i => gradients[i])], before = pulled is null ? [] : [.. mine.SelectMany(i => pulled[i])];
        fixed (float* data = block)
        fixed (float* old = before)
        {
            UpdateOutcome outcome = Shards[shard].Push(
                tag, [.. mine.Select(i => keys[i])], new MatrixView(data, mine.Length, Options.Table.Dimension),
                pulled is null ? default : new MatrixView(old, mine.Length, Options.Table.Dimension), out int nonFinite);
            Assert.Equal(-1, nonFinite);
            return outcome;
        }
    }

    /// <summary>One standard snapshot of all shards.</summary>
    internal byte[] Save()
    {
        using MemoryStream stream = new();
        TableSnapshotWriter writer = new(stream, Options, TableSnapshotWriter.Sum([.. Shards.Select(shard => shard.Cut)]));
        byte[] piece = new byte[Shards[0].Records.RowBytes * 3 + 1];
        foreach (SnapshotRecordKind kind in (SnapshotRecordKind[])[SnapshotRecordKind.Row, SnapshotRecordKind.Waiting])
            foreach (TableShard shard in Shards)
            {
                SnapshotCursor cursor = new(kind, 0);
                while (shard.Snapshot(ref cursor, piece, out SnapshotRecordKind found) is var bytes && bytes > 0 && found == kind)
                    writer.Add(kind, piece.AsSpan(0, bytes));
            }
        writer.Finish();
        return stream.ToArray();
    }

    /// <summary>Takes a standard snapshot.</summary>
    internal void Load(byte[] snapshot)
    {
        TableSnapshotReader reader = new(new MemoryStream(snapshot), "full.bin", Options);
        for (int s = 0; s < Shards.Length; s++) Shards[s].BeginRestore(reader.Cut.Step, reader.Cut.Pushes, s == 0 ? reader.Cut.Removals : 0);
        while (reader.Next(out int shard, out SnapshotRecordKind kind, out ReadOnlySpan<byte> records)) Shards[shard].Restore(kind, records);
    }

    public void Dispose()
    {
        foreach (TableShard shard in Shards) shard.Dispose();
    }

    private int[] Mine(ulong[] keys, int shard) =>
        [.. Enumerable.Range(0, keys.Length).Where(i => TableShardOptions.ShardOf(keys[i], Shards.Length) == shard)];
}
