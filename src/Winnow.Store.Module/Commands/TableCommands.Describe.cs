using Winnow.Embeddings;

namespace Winnow.Store.Module;

/// <content>What a shard is and has done.</content>
internal static unsafe partial class TableCommands
{
    /// <summary>Tells options, sizes and counters. Commands are counted since this server made or loaded the shard; the rest belongs to it.</summary>
    internal static void Describe(in Request request)
    {
        using OpenedKey key = new(request, RedisApi.Read);
        TableValue value = key.Value<TableValue>(ValueKind.Table);
        TableShard shard = value.Shard;
        Traffic traffic = value.Traffic;
        RedisContext* context = request.Context;
        Reply.Map(context, 15);
        Reply.Entry(context, "rows"u8, shard.Count);
        Reply.Entry(context, "waiting"u8, shard.WaitingCount);
        Reply.Entry(context, "step"u8, shard.Cut.Step);
        Reply.Entry(context, "clock-pushes"u8, shard.Cut.Pushes);
        Reply.Entry(context, "removals"u8, shard.Cut.Removals);
        Reply.Entry(context, "pending-steps"u8, shard.PendingCount);
        Reply.Entry(context, "bytes"u8, shard.MemoryBytes);
        Reply.Entry(context, "pulls"u8, traffic.Pulls);
        Reply.Entry(context, "pulled-keys"u8, traffic.PulledKeys);
        Reply.Entry(context, "pushes"u8, traffic.Pushes);
        Reply.Entry(context, "pushed-keys"u8, traffic.PushedKeys);
        Reply.Entry(context, "duplicates"u8, traffic.Duplicates);
        Reply.Text(context, "memory"u8);
        Memory(context, shard.Table.Memory);
        Reply.Text(context, "counters"u8);
        Counters(context, shard.Table.Counters);
        Reply.Text(context, "options"u8);
        Words.Reply(context, OptionWords.Of(shard.Options));
    }

    private static void Memory(RedisContext* context, TableMemory memory)
    {
        Reply.Map(context, 9);
        Reply.Entry(context, "rows"u8, memory.Rows);
        Reply.Entry(context, "free-rows"u8, memory.FreeRows);
        Reply.Entry(context, "index"u8, memory.Index);
        Reply.Entry(context, "free-index"u8, memory.FreeIndex);
        Reply.Entry(context, "waiting-rows"u8, memory.WaitingRows);
        Reply.Entry(context, "free-waiting-rows"u8, memory.FreeWaitingRows);
        Reply.Entry(context, "waiting-index"u8, memory.WaitingIndex);
        Reply.Entry(context, "removal-log"u8, memory.RemovalLog);
        Reply.Entry(context, "scratch"u8, memory.Scratch);
    }

    private static void Counters(RedisContext* context, TableCounters counters)
    {
        Reply.Map(context, 6);
        Reply.Entry(context, "admitted"u8, counters.Admitted);
        Reply.Entry(context, "refused"u8, counters.Refused);
        Reply.Entry(context, "expired"u8, counters.Expired);
        Reply.Entry(context, "evicted"u8, counters.Evicted);
        Reply.Entry(context, "applied"u8, counters.GradientsApplied);
        Reply.Entry(context, "dropped"u8, counters.GradientsDropped);
    }
}
