using Winnow.Embeddings;

namespace Winnow.Store;

/// <content>Looking at records, snapshots.</content>
public sealed unsafe partial class RemoteEmbeddingTable
{
    private const int LookedAtBytes = 4 << 20;

    /// <inheritdoc/>
    public bool Contains(ulong key)
    {
        if (key == 0) return false;
        SnapshotRecords records = new(_table.Options);
        int shard = TableShardOptions.ShardOf(key, _table.Options.Shards);
        foreach (ReadOnlyMemory<byte> first in _table.Records(shard, SnapshotCursor.Before(key), pieceBytes: 1))
            return records.KeyOf(SnapshotRecordKind.Row, first.Span) == key;
        return false;
    }

    /// <inheritdoc/>
    /// <remarks>Transfers the whole table, a piece of 4 MiB at a time.</remarks>
    public bool TryFindNonFinite(out ulong key)
    {
        SnapshotRecords records = new(_table.Options);
        for (int shard = 0; shard < _table.Options.Shards; shard++)
        {
            foreach (ReadOnlyMemory<byte> piece in _table.Records(shard, default, LookedAtBytes))
            {
                for (int at = 0; at < piece.Length; at += records.RowBytes)
                {
                    ReadOnlySpan<byte> row = piece.Span.Slice(at, records.RowBytes);
                    key = records.KeyOf(SnapshotRecordKind.Row, row);
                    if (!records.IsFinite(row)) return true;
                }
            }
        }
        key = 0;
        return false;
    }

    /// <inheritdoc/>
    public SnapshotCut Save(Stream target) => _table.SaveAll(target);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Always: a table in a cluster keeps no deltas.</exception>
    public SnapshotCut SaveDelta(Stream target, SnapshotCut since) =>
        throw new InvalidOperationException($"Table '{Name}' is in a cluster, which keeps no record of removals; take a full snapshot.");

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The stream cannot seek.</exception>
    public SnapshotCut Load(Stream source, string path)
    {
        SnapshotCut cut = _table.LoadAll(source, path);
        (_source, _position, _hasPushed, _isBroken, Step) = (NewSource(), 0, false, false, cut.Step);
        return cut;
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always: load a full snapshot.</exception>
    public SnapshotCut LoadDelta(Stream source, string path) =>
        throw new NotSupportedException($"Table '{Name}' is in a cluster, which loads no deltas such as {path}; load it into a table in process and save that in full.");
}
