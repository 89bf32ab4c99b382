using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;
using Winnow.Numerics;

namespace Winnow.Embeddings;

/// <content>Reading a shard back. Whatever the blocks hold, the answer is a shard that keeps all its promises, or what is wrong; memory is taken
/// for bytes that came, never for counts that were claimed.</content>
public sealed unsafe partial class TableShard
{
    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <typeparam name="TSource">Where it comes from.</typeparam>
    /// <param name="source">The blocks; not read further than the shard goes.</param>
    /// <param name="team">The threads the shard works on; stays with the caller.</param>
    /// <param name="fault">What is wrong, or null.</param>
    /// <returns>The shard, or null if something is wrong.</returns>
    public static TableShard? Load<TSource>(ref TSource source, WorkerTeam team, out string? fault) where TSource : struct, IStateSource
    {
        ArgumentNullException.ThrowIfNull(team);
        byte* block = source.Read(out long length);
        if (block is null || length != sizeof(ShardHead))
        {
            fault = "the head of a shard is missing";
            return null;
        }
        ShardHead head = *(ShardHead*)block;
        byte* name = source.Read(out length);
        if (!head.IsKnown || name is null || length is < 1 or > TableShardOptions.MostNameBytes || !Utf8.IsValid(new ReadOnlySpan<byte>(name, (int)length)))
        {
            fault = "this is no shard, or of another version";
            return null;
        }
        fault = head.ClockFault();
        if (fault is not null || !TryMake(head.Options(Encoding.UTF8.GetString(name, (int)length)), team, out TableShard? shard, out fault)) return null;
        fault = shard.LoadBody(head, ref source);
        if (fault is null) return shard;
        shard.Dispose();
        return null;
    }

    private static bool TryMake(TableShardOptions options, WorkerTeam team, [NotNullWhen(true)] out TableShard? shard, out string? fault)
    {
        (shard, fault) = (null, null);
        try
        {
            shard = new(options, team);
            return true;
        }
        catch (ArgumentException e)
        {
            fault = e.Message;
            return false;
        }
    }

    private string? LoadBody<TSource>(in ShardHead head, ref TSource source) where TSource : struct, IStateSource
    {
        string? fault = LoadRows(_state.Rows, head.Rows, ref source)
            ?? LoadRows(_state.Waiting, head.Waiting, ref source)
            ?? CheckWaiting()
            ?? _applied.Load(ref source)
            ?? _pending.Load(ref source, _applied, CheckContribution);
        if (fault is not null) return fault;
        _state.Step = head.Cut.Step;
        _state.Pushes = head.Cut.Pushes;
        _state.Removed.Restart(head.Cut.Removals);
        _state.Counters = head.Counters;
        return null;
    }

    private string? LoadRows<TSource>(KeyedRows rows, long count, ref TSource source) where TSource : struct, IStateSource
    {
        int stride = rows.Layout.Stride;
        for (long left = count; left > 0;)
        {
            byte* block = source.Read(out long length);
            if (block is null || length <= 0 || length % stride != 0 || length / stride > left) return $"{left} of {count} rows are missing";
            for (long at = 0; at < length; at += stride)
            {
                ulong key = rows.KeyOf(block + at);
                if (key == 0 || TableShardOptions.ShardOf(key, Options.Shards) != Options.Shard) return "the row of a key that belongs elsewhere";
                rows.AppendUnindexed(block + at);
            }
            left -= length / stride;
        }
        return rows.TryIndexAll() ? null : "two rows of one key";
    }

    private string? CheckWaiting()
    {
        for (uint row = 1; row <= _state.Waiting.Count; row++)
            if (_state.Rows.Find(_state.Waiting.KeyOf(_state.Waiting.At(row))) != 0) return "a waiting key that has a row";
        return null;
    }

    private string? CheckContribution(Contribution part)
    {
        if (part.Floats != (long)part.KeyCount * _table.Dimension) return $"{part.Floats} numbers for {part.KeyCount} keys";
        if (FirstForeign(new ReadOnlySpan<ulong>(part.Keys, part.KeyCount)) >= 0) return "the gradient of a key that belongs elsewhere";
        return FiniteCheck.AllFinite(part.Gradients, part.Floats) ? null : "a gradient that is not finite";
    }

    /// <summary>Another shard that holds the same and goes on independently.</summary>
    public TableShard Copy()
    {
        TableShard copy = new(Options, Team);
        copy._state.Rows.CopyFrom(_state.Rows);
        copy._state.Waiting.CopyFrom(_state.Waiting);
        copy._state.Step = _state.Step;
        copy._state.Pushes = _state.Pushes;
        copy._state.Removed.Restart(_state.Removed.Total);
        copy._state.Counters = _state.Counters;
        copy._applied.CopyFrom(_applied);
        copy._pending.CopyFrom(_pending);
        return copy;
    }
}
