using System.Globalization;
using System.Runtime.InteropServices;
using Winnow.Embeddings;

namespace Winnow.Store;

/// <content>Whole tables to and from a stream, a piece at a time.</content>
public sealed unsafe partial class RedisParameterTable
{
    private const int PieceBytes = 4 << 20;         // of a reply
    private const long WaveBytes = 16 << 20;        // of records under way

    /// <inheritdoc/>
    /// <remarks>Holds one piece of 4 MiB.</remarks>
    /// <exception cref="ArgumentException">The shards are at different steps: somebody pushes.</exception>
    public void Save(Stream target) => SaveAll(target);

    /// <inheritdoc/>
    /// <remarks>Reads the snapshot twice, first to check it; holds 16 MiB.</remarks>
    /// <exception cref="NotSupportedException">The stream cannot seek.</exception>
    /// <exception cref="IOException">A node lost records on the way.</exception>
    public void Load(Stream snapshot, string path) => LoadAll(snapshot, path);

    internal SnapshotCut SaveAll(Stream target)
    {
        SnapshotCut cut = Cut();
        TableSnapshotWriter writer = new(target, Options, cut);
        foreach (SnapshotRecordKind kind in (ReadOnlySpan<SnapshotRecordKind>)[SnapshotRecordKind.Row, SnapshotRecordKind.Waiting])
            for (int shard = 0; shard < _shards.Length; shard++)
                foreach (ReadOnlyMemory<byte> piece in Records(shard, new(kind, 0), PieceBytes)) writer.Add(kind, piece.Span);
        writer.Finish();
        return cut;
    }

    internal SnapshotCut LoadAll(Stream snapshot, string path)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        if (!snapshot.CanSeek) throw new NotSupportedException($"{path} cannot seek; a snapshot is read twice, first to check it.");
        long start = snapshot.Position;
        TableSnapshotReader check = new(snapshot, path, Options);
        while (check.Next(out _, out _, out _))
        {
        }
        snapshot.Position = start;
        TableSnapshotReader reader = new(snapshot, path, Options);
        Begin(reader.Cut);
        Send(reader);
        SnapshotCut cut = Cut();
        return cut == reader.Cut ? cut : throw new IOException($"Table '{Options.Table.Name}' is at {cut} after loading {path}, which is at {reader.Cut}. "
            + "A node was lost meanwhile, or somebody pushes: load it again.");
    }

    /// <summary>The instant of the whole table.</summary>
    internal SnapshotCut Cut() => TableSnapshotWriter.Sum([.. Ask("WINNOW.TABLE.DESCRIBE").Select(c => c.Reply).Select(
        d => new SnapshotCut(d["step"].Integer, d["clock-pushes"].Integer, d["removals"].Integer, d["rows"].Integer, d["waiting"].Integer))]);

    /// <summary>The records of one kind of a shard behind a cursor, in pieces that are valid until the next one.</summary>
    internal IEnumerable<ReadOnlyMemory<byte>> Records(int shard, SnapshotCursor begin, int pieceBytes)
    {
        byte[] piece = GC.AllocateUninitializedArray<byte>(Math.Max(pieceBytes, new SnapshotRecords(Options).RowBytes), pinned: true);
        string kind = begin.Kind == SnapshotRecordKind.Row ? "row" : "waiting", cursor = string.Create(CultureInfo.InvariantCulture, $"{kind}:{begin.AfterHash}");
        RedisCommand command = new() { Writes = false };
        while (true)
        {
            Ask(command, shard, cursor, pieceBytes, piece);
            ReadOnlySpan<RespValue> reply = command.Checked().Items;
            if (reply.Length != 3) throw new ProtocolException($"{command.Reply} for a snapshot", "cursor, kind and records");
            int bytes = (int)reply[2].Length;
            if (bytes == 0 || reply[1].Text != kind) yield break;
            cursor = reply[0].Text;
            yield return piece.AsMemory(0, bytes);
        }
    }

    private void Ask(RedisCommand command, int shard, string cursor, int pieceBytes, byte[] target)
    {
        command.Start("WINNOW.TABLE.SNAPSHOT", 4).Key(_shards[shard].Bytes, _shards[shard].Slot).Text(cursor).Text("BYTES").Number((long)pieceBytes)
            .Into((void*)Marshal.UnsafeAddrOfPinnedArrayElement(target, 0), target.Length, element: 2);
        _store.Cluster.Run(command);
    }

    private void Begin(SnapshotCut cut) => _store.RunSafely([.. _shards.Select((s, i) => new RedisCommand { OwnsArguments = true }
        .Start("WINNOW.TABLE.BEGINRESTORE", 4).Key(s.Bytes, s.Slot).Number(cut.Step).Number(cut.Pushes).Number(i == 0 ? cut.Removals : 0))]);

    private void Send(TableSnapshotReader reader)
    {
        List<RedisCommand> wave = [];
        Stack<RedisCommand> free = new();
        long bytes = 0;
        while (reader.Next(out int shard, out SnapshotRecordKind kind, out ReadOnlySpan<byte> records))
        {
            RedisCommand command = free.Count > 0 ? free.Pop() : new RedisCommand { OwnsArguments = true };
            wave.Add(command.Start("WINNOW.TABLE.RESTOREROWS", 3).Key(_shards[shard].Bytes, _shards[shard].Slot)
                .Text(kind == SnapshotRecordKind.Row ? "row" : "waiting").Bytes(records));
            if ((bytes += records.Length) < WaveBytes) continue;
            _store.RunSafely(wave);
            foreach (RedisCommand sent in wave) free.Push(sent);
            wave.Clear();
            bytes = 0;
        }
        _store.RunSafely(wave);
    }
}
