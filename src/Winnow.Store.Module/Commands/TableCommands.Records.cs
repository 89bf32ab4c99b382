using System.Buffers.Text;
using System.Globalization;
using Winnow.Embeddings;

namespace Winnow.Store.Module;

/// <content>Keys and records in the order of their hash: for looking, and for checkpoints.</content>
internal static unsafe partial class TableCommands
{
    private const long MostScanKeys = 1 << 20, DefaultScanKeys = 1000;

    private const long DefaultSnapshotBytes = 1 << 20, MostSnapshotBytes = 64 << 20;

    /// <summary>Lists keys that have a row.</summary>
    internal static void Scan(in Request request)
    {
        using OpenedKey key = new(request, RedisApi.Read);
        TableShard shard = key.Value<TableValue>(ValueKind.Table).Shard;
        ulong cursor = request.Unsigned(2);
        long most = Option(request, "COUNT"u8, DefaultScanKeys, MostScanKeys);
        ulong* keys = (ulong*)NativeScratch.Take(most * sizeof(ulong));
        cursor = shard.Scan(cursor, new Span<ulong>(keys, (int)most), out int count);
        RedisContext* context = request.Context;
        Reply.Array(context, 2);
        Reply.Text(context, count < most ? "0" : cursor.ToString(CultureInfo.InvariantCulture));
        Reply.Bytes(context, keys, (long)count * sizeof(ulong));
    }

    /// <summary>Copies records of a snapshot; with DESCRIBE's clock, pushes and removals they are everything a checkpoint needs.</summary>
    internal static void Snapshot(in Request request)
    {
        using OpenedKey key = new(request, RedisApi.Read);
        TableShard shard = key.Value<TableValue>(ValueKind.Table).Shard;
        SnapshotCursor cursor = Cursor(request);
        long most = Math.Max(Option(request, "BYTES"u8, DefaultSnapshotBytes, MostSnapshotBytes), shard.Records.RowBytes);
        byte* records = (byte*)NativeScratch.Take(most);
        int bytes = shard.Snapshot(ref cursor, new Span<byte>(records, (int)most), out SnapshotRecordKind kind);
        RedisContext* context = request.Context;
        Reply.Array(context, 3);
        Reply.Text(context, Text(cursor));
        Reply.Text(context, Text(kind));
        Reply.Bytes(context, records, bytes);
    }

    /// <summary>Empties a shard and sets its clock, before records of a checkpoint come.</summary>
    internal static void BeginRestore(in Request request)
    {
        using OpenedKey key = new(request, RedisApi.Read | RedisApi.Write);
        TableValue value = key.Value<TableValue>(ValueKind.Table);
        value.Shard.BeginRestore(request.Integer(2, 0, long.MaxValue), request.Integer(3, 0, long.MaxValue), request.Integer(4, 0, long.MaxValue));
        value.Account();
        RedisApi.ReplicateVerbatim(request.Context);
        Event.Notify(request, "winnow.load"u8);
        Reply.Ok(request.Context);
    }

    /// <summary>Takes records of a checkpoint.</summary>
    internal static void RestoreRows(in Request request)
    {
        using OpenedKey key = new(request, RedisApi.Read | RedisApi.Write);
        TableValue value = key.Value<TableValue>(ValueKind.Table);
        SnapshotRecordKind kind = request.Is(2, "row"u8) ? SnapshotRecordKind.Row : request.Is(2, "waiting"u8) ? SnapshotRecordKind.Waiting
            : throw request.Bad(2, Request.Shown(request.Bytes(2)), "row or waiting");
        MemoryLimit.Check(request);
        value.Shard.Restore(kind, request.Bytes(3));
        value.Account();
        RedisApi.ReplicateVerbatim(request.Context);
        Reply.Ok(request.Context);
    }

    /// <summary>The value behind a word in arguments 3 and 4, if they are there.</summary>
    private static long Option(in Request request, ReadOnlySpan<byte> word, long otherwise, long most)
    {
        if (request.Count == 3) return otherwise;
        if (request.Count != 5 || !request.Is(3, word)) throw request.Bad(3, Request.Shown(request.Bytes(3)), $"{System.Text.Encoding.ASCII.GetString(word)} and a number");
        return request.Integer(4, 1, most);
    }

    /// <summary>A cursor is 0 at the beginning, then the kind of the records and the hash of the last key, then <c>end</c>.</summary>
    private static string Text(SnapshotCursor cursor) =>
        cursor.Kind == SnapshotRecordKind.End ? "end" : string.Create(CultureInfo.InvariantCulture, $"{Text(cursor.Kind)}:{cursor.AfterHash}");

    private static string Text(SnapshotRecordKind kind) => kind switch
    {
        SnapshotRecordKind.Row => "row",
        SnapshotRecordKind.Waiting => "waiting",
        _ => "end",
    };

    private static SnapshotCursor Cursor(in Request request)
    {
        ReadOnlySpan<byte> text = request.Bytes(2);
        if (text.SequenceEqual("0"u8)) return default;
        if (text.SequenceEqual("end"u8)) return SnapshotCursor.End;
        int colon = text.IndexOf((byte)':');
        SnapshotRecordKind kind = text.StartsWith("row:"u8) ? SnapshotRecordKind.Row : SnapshotRecordKind.Waiting;
        if (colon < 0 || (kind == SnapshotRecordKind.Waiting && !text.StartsWith("waiting:"u8))
            || !Utf8Parser.TryParse(text[(colon + 1)..], out ulong hash, out int used) || used != text.Length - colon - 1)
            throw request.Bad(2, Request.Shown(text), "0, or a cursor that was answered");
        return new SnapshotCursor(kind, hash);
    }
}
