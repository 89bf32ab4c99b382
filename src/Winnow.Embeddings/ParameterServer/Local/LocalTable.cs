using Winnow.Numerics;

namespace Winnow.Embeddings;

/// <summary>A table of a local run: cuts batches by shard and puts the pieces together again.</summary>
internal sealed unsafe class LocalTable(LocalRun run, IReadOnlyList<TableShard> shards) : IParameterTable, IDisposable
{
    private readonly ShardedKeys _cut = new();
    private readonly NativeList<float> _gradients = new(), _pulled = new();

    public TableShardOptions Options => shards[0].Options;

    private int Dimension => Options.Table.Dimension;

    public long CountRows()
    {
        lock (run.Gate) return shards.Sum(shard => shard.Count);
    }

    public void Pull(ReadOnlySpan<ulong> distinctKeys, MatrixView rows, ulong source, long step)
    {
        CheckBlock("row", distinctKeys.Length, rows);
        _cut.Cut(distinctKeys, shards.Count);
        _pulled.Resize(distinctKeys.Length * Dimension);
        MatrixView pulled = new(_pulled.Pointer, distinctKeys.Length, Dimension);
        lock (run.Gate)
        {
            for (int s = 0; s < shards.Count; s++)
            {
                TableShard shard = shards[s];
                if (step > 0 && shard.StepsApplied(source) < step) run.AwaitStep(Name(s), step, () => shard.StepsApplied(source));
                shard.Pull(_cut.Keys(s), _cut.Rows(s, pulled));
            }
        }
        for (int i = 0; i < distinctKeys.Length; i++) RowCodec.Copy(pulled.RowPointer(i), rows.RowPointer(_cut.Positions[i]), Dimension);
    }

    public int Push(in UpdateTag tag, ReadOnlySpan<ulong> distinctKeys, MatrixView gradients, MatrixView pulled)
    {
        CheckBlock("gradient", distinctKeys.Length, gradients);
        bool compensates = Options.Compensation.Form != DelayCompensationForm.None;
        if (compensates) CheckBlock("pulled row", distinctKeys.Length, pulled);
        int bad = FirstNonFinite(distinctKeys.Length, gradients);
        if (bad >= 0) return bad;
        _cut.Cut(distinctKeys, shards.Count);
        MatrixView gathered = Gather(gradients, _gradients, distinctKeys.Length);
        MatrixView before = compensates ? Gather(pulled, _pulled, distinctKeys.Length) : default;
        lock (run.Gate)
        {
            for (int s = 0; s < shards.Count; s++)
            {
                MatrixView old = compensates ? _cut.Rows(s, before) : default;
                _ = shards[s].Push(tag, _cut.Keys(s), _cut.Rows(s, gathered), old, out int nonFinite);
                if (nonFinite >= 0) return _cut.Positions[_cut.First(s) + nonFinite];
            }
            run.Announce();
        }
        return -1;
    }

    public void Save(Stream target)
    {
        lock (run.Gate)
        {
            TableSnapshotWriter writer = new(target, Options, TableSnapshotWriter.Sum([.. shards.Select(shard => shard.Cut)]));
            byte[] piece = new byte[Math.Max(1 << 20, shards[0].Records.RowBytes)];
            foreach (SnapshotRecordKind kind in (ReadOnlySpan<SnapshotRecordKind>)[SnapshotRecordKind.Row, SnapshotRecordKind.Waiting])
                foreach (TableShard shard in shards)
                {
                    SnapshotCursor cursor = new(kind, 0);
                    while (shard.Snapshot(ref cursor, piece, out SnapshotRecordKind found) is var bytes && bytes > 0 && found == kind)
                        writer.Add(kind, piece.AsSpan(0, bytes));
                }
            writer.Finish();
        }
    }

    public void Load(Stream snapshot, string path)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        if (!snapshot.CanSeek) Throw.SnapshotNotSeekable(path);
        long start = snapshot.Position;
        TableSnapshotReader check = new(snapshot, path, Options);
        while (check.Next(out _, out _, out _))
        {
        }
        snapshot.Position = start;
        TableSnapshotReader reader = new(snapshot, path, Options);
        lock (run.Gate)
        {
            for (int s = 0; s < shards.Count; s++) shards[s].BeginRestore(reader.Cut.Step, reader.Cut.Pushes, s == 0 ? reader.Cut.Removals : 0);
            while (reader.Next(out int shard, out SnapshotRecordKind kind, out ReadOnlySpan<byte> records)) shards[shard].Restore(kind, records);
        }
    }

    public void Dispose()
    {
        _cut.Dispose();
        _gradients.Dispose();
        _pulled.Dispose();
    }

    private string Name(int shard) => $"Shard {shard} of table '{Options.Table.Name}'";

    private MatrixView Gather(MatrixView source, NativeList<float> target, int rows)
    {
        target.Resize(rows * Dimension);
        for (int i = 0; i < rows; i++) RowCodec.Copy(source.RowPointer(_cut.Positions[i]), target.Pointer + (nint)i * Dimension, Dimension);
        return new(target.Pointer, rows, Dimension);
    }

    private void CheckBlock(string what, int keys, MatrixView block)
    {
        if (keys > 0 && (block.Rows < keys || block.Cols != Dimension)) Throw.BlockShape(what, block.Rows, block.Cols, keys, Dimension);
    }

    private static int FirstNonFinite(int count, MatrixView block)
    {
        for (int i = 0; i < count; i++)
            if (!FiniteCheck.AllFinite(block.RowPointer(i), block.Cols)) return i;
        return -1;
    }
}
