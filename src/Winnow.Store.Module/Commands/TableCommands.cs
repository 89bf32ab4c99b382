using Winnow.Embeddings;
using Winnow.Numerics;

namespace Winnow.Store.Module;

/// <summary>The commands of table shards.</summary>
internal static unsafe partial class TableCommands
{
    /// <summary>Most options a command that creates something takes.</summary>
    internal const int MostOptions = 64;

    /// <summary>Makes an empty shard, or finds that there is one of the same options.</summary>
    internal static void Create(in Request request)
    {
        TableShardOptions options = OptionWords.ToTableShard(Words.Of(request, 2, request.Count));
        using OpenedKey key = new(request, RedisApi.Read | RedisApi.Write);
        if (!key.IsEmpty)
        {
            TableShardOptions present = key.Value<TableValue>(ValueKind.Table).Shard.Options;
            if (OptionWords.Difference(OptionWords.Of(present), OptionWords.Of(options)) is { } difference)
                throw new CommandException($"EXISTS the table shard is there with other options: {difference}");
            Reply.Ok(request.Context);
            return;
        }
        MemoryLimit.Check(request);
        key.Set(new TableValue(new TableShard(options, WorkerTeam.Single)));
        RedisApi.ReplicateVerbatim(request.Context);
        Event.Notify(request, "winnow.create"u8);
        Reply.Ok(request.Context);
    }

    /// <summary>Reads vectors.</summary>
    internal static void Pull(in Request request)
    {
        using OpenedKey key = new(request, RedisApi.Read);
        TableValue value = key.Value<TableValue>(ValueKind.Table);
        if (Step.IsMissing(request, value.Shard.StepsApplied(request.Unsigned(2)), request.Integer(3, 0, long.MaxValue))) return;
        ulong* keys = request.Block<ulong>(4, out int count);
        int dimension = value.Shard.Options.Table.Dimension;
        long bytes = CheckRows(request, count, dimension);
        float* rows = (float*)NativeScratch.Take(bytes);
        bool isScoring = request.Count > 5;
        if (isScoring && !request.Is(5, "SCORING"u8)) throw request.Bad(5, Request.Shown(request.Bytes(5)), "SCORING, or nothing");
        value.Shard.Pull(new ReadOnlySpan<ulong>(keys, count), new MatrixView(rows, count, dimension), isScoring);
        Count(ref value.Traffic.Pulls, ref ServerTotals.Traffic.Pulls, 1);
        Count(ref value.Traffic.PulledKeys, ref ServerTotals.Traffic.PulledKeys, count);
        Reply.Bytes(request.Context, rows, bytes);
    }

    /// <summary>Applies gradients.</summary>
    internal static void Push(in Request request)
    {
        using OpenedKey key = new(request, RedisApi.Read | RedisApi.Write);
        TableValue value = key.Value<TableValue>(ValueKind.Table);
        UpdateTag tag = Step.Tag(request);
        ulong* keys = request.Block<ulong>(6, out int count);
        int dimension = value.Shard.Options.Table.Dimension;
        CheckRows(request, count, dimension);
        MemoryLimit.Check(request);
        MatrixView gradients = Rows(request, 7, count, dimension);
        MatrixView pulled = request.Count > 8 ? Rows(request, 8, count, dimension) : default;
        UpdateOutcome outcome = value.Shard.Push(tag, new ReadOnlySpan<ulong>(keys, count), gradients, pulled, out int nonFinite);
        Count(ref value.Traffic.Pushes, ref ServerTotals.Traffic.Pushes, 1);
        if (nonFinite >= 0)
        {
            Reply.Error(request.Context, "NONFINITE"u8, nonFinite);
            return;
        }
        if (outcome == UpdateOutcome.Duplicate)
        {
            Count(ref value.Traffic.Duplicates, ref ServerTotals.Traffic.Duplicates, 1);
        }
        else
        {
            Count(ref value.Traffic.PushedKeys, ref ServerTotals.Traffic.PushedKeys, count);
            RedisApi.ReplicateVerbatim(request.Context);
            value.Account();
        }
        Reply.Number(request.Context, (int)outcome);
    }

    /// <summary>Counts rows.</summary>
    internal static void Count(in Request request)
    {
        using OpenedKey key = new(request, RedisApi.Read);
        Reply.Number(request.Context, key.Value<TableValue>(ValueKind.Table).Shard.Count);
    }

    /// <summary>Moves the clock on without an update.</summary>
    internal static void Sweep(in Request request)
    {
        using OpenedKey key = new(request, RedisApi.Read | RedisApi.Write);
        TableValue value = key.Value<TableValue>(ValueKind.Table);
        long steps = request.Integer(2, 0, TableShard.MostSweepSteps), before = value.Shard.Count;
        value.Shard.Sweep(steps);
        value.Account();
        if (steps > 0)
        {
            RedisApi.ReplicateVerbatim(request.Context);
            Event.Notify(request, "winnow.sweep"u8);
        }
        Reply.Number(request.Context, before - value.Shard.Count);
    }

    private static long CheckRows(in Request request, int count, int dimension)
    {
        long bytes = (long)count * dimension * sizeof(float);
        if (count > TableShard.MostKeys || bytes > Request.MostBlobBytes)
            throw new CommandException($"ERR {count} keys of {dimension} numbers; expected at most {TableShard.MostKeys} keys and {Request.MostBlobBytes} bytes of numbers");
        return bytes;
    }

    private static MatrixView Rows(in Request request, int index, int count, int dimension)
    {
        float* numbers = request.Block<float>(index, out int length);
        if (length != (long)count * dimension) throw request.Bad(index, $"{length} numbers", $"{(long)count * dimension}: {dimension} for each of {count} keys");
        return new MatrixView(numbers, count, dimension);
    }

    private static void Count(ref long ofValue, ref long ofServer, long by)
    {
        ofValue += by;
        ofServer += by;
    }
}
