using Winnow.Embeddings;

namespace Winnow.Store.Module;

/// <summary>The commands of dense blocks.</summary>
internal static unsafe partial class DenseCommands
{
    /// <summary>Makes a block, or finds that there is one of the same options.</summary>
    internal static void Create(in Request request)
    {
        int valuesAt = request.Count - 1;
        if (!request.Is(valuesAt - 1, "VALUES"u8)) throw request.Bad(valuesAt - 1, Request.Shown(request.Bytes(valuesAt - 1)), "VALUES, before the last argument");
        DenseBlockOptions options = OptionWords.ToDenseBlock(Words.Of(request, 2, valuesAt - 1));
        ReadOnlySpan<float> values = Numbers(request, valuesAt);
        using OpenedKey key = new(request, RedisApi.Read | RedisApi.Write);
        if (!key.IsEmpty)
        {
            DenseBlockOptions present = key.Value<DenseValue>(ValueKind.Dense).Block.Options;
            if (OptionWords.Difference(OptionWords.Of(present), OptionWords.Of(options)) is { } difference)
                throw new CommandException($"EXISTS the dense block is there with other options: {difference}");
            Reply.Ok(request.Context);
            return;
        }
        MemoryLimit.Check(request);
        key.Set(new DenseValue(new DenseBlock(options, values)));
        RedisApi.ReplicateVerbatim(request.Context);
        Event.Notify(request, "winnow.create"u8);
        Reply.Ok(request.Context);
    }

    /// <summary>Reads the values if they are newer than those the client has.</summary>
    internal static void Pull(in Request request)
    {
        using OpenedKey key = new(request, RedisApi.Read);
        DenseBlock block = key.Value<DenseValue>(ValueKind.Dense).Block;
        if (Step.IsMissing(request, block.StepsApplied(request.Unsigned(2)), request.Integer(3, 0, long.MaxValue))) return;
        bool isNewer = block.Version > request.Integer(4, -1, long.MaxValue);
        ServerTotals.Traffic.DensePulls++;
        Reply.Array(request.Context, 2);
        Reply.Number(request.Context, block.Version);
        if (isNewer)
        {
            Values(request.Context, block);
        }
        else
        {
            ServerTotals.Traffic.DenseUnchanged++;
            RedisApi.ReplyWithNull(request.Context);
        }
    }

    /// <summary>Applies a gradient.</summary>
    internal static void Push(in Request request)
    {
        using OpenedKey key = new(request, RedisApi.Read | RedisApi.Write);
        DenseValue value = key.Value<DenseValue>(ValueKind.Dense);
        UpdateTag tag = Step.Tag(request);
        ReadOnlySpan<float> gradient = Numbers(request, 6), pulled = request.Count > 7 ? Numbers(request, 7) : [];
        MemoryLimit.Check(request);
        UpdateOutcome outcome = value.Block.Push(tag, gradient, pulled, out int nonFinite);
        ServerTotals.Traffic.DensePushes++;
        if (nonFinite >= 0)
        {
            Reply.Error(request.Context, "NONFINITE"u8, nonFinite);
            return;
        }
        if (outcome == UpdateOutcome.Duplicate) ServerTotals.Traffic.Duplicates++;
        else
        {
            RedisApi.ReplicateVerbatim(request.Context);
            value.Account();
        }
        Reply.Number(request.Context, (int)outcome);
    }

    /// <summary>Reads everything a checkpoint needs: version, updates, values, optimiser state slot after slot.</summary>
    internal static void State(in Request request)
    {
        using OpenedKey key = new(request, RedisApi.Read);
        DenseBlock block = key.Value<DenseValue>(ValueKind.Dense).Block;
        Reply.Array(request.Context, 4);
        Reply.Number(request.Context, block.Version);
        Reply.Number(request.Context, block.Updates);
        Values(request.Context, block);
        int slots = block.StateSlots, length = block.Options.Length;
        float* state = (float*)NativeScratch.Take((long)slots * length * sizeof(float));
        for (int slot = 0; slot < slots; slot++) block.State(slot).CopyTo(new Span<float>(state + (nint)slot * length, length));
        Reply.Bytes(request.Context, state, (long)slots * length * sizeof(float));
    }

    /// <summary>Replaces values and optimiser state by those of a checkpoint.</summary>
    internal static void Load(in Request request)
    {
        using OpenedKey key = new(request, RedisApi.Read | RedisApi.Write);
        DenseValue value = key.Value<DenseValue>(ValueKind.Dense);
        value.Block.Restore(Numbers(request, 3), request.Integer(2, 0, long.MaxValue), request.Count > 4 ? Numbers(request, 4) : []);
        value.Account();
        RedisApi.ReplicateVerbatim(request.Context);
        Event.Notify(request, "winnow.load"u8);
        Reply.Ok(request.Context);
    }

    /// <summary>Tells what the block is and where it stands.</summary>
    internal static void Describe(in Request request)
    {
        using OpenedKey key = new(request, RedisApi.Read);
        DenseBlock block = key.Value<DenseValue>(ValueKind.Dense).Block;
        RedisContext* context = request.Context;
        Reply.Map(context, 6);
        Reply.Entry(context, "version"u8, block.Version);
        Reply.Entry(context, "updates"u8, block.Updates);
        Reply.Entry(context, "pending-steps"u8, block.PendingCount);
        Reply.Entry(context, "bytes"u8, block.MemoryBytes);
        Reply.Entry(context, "finite"u8, Finite(block.Values) ? 1 : 0);
        Reply.Text(context, "options"u8);
        Words.Reply(context, OptionWords.Of(block.Options));
    }

    private static bool Finite(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
            if (!float.IsFinite(value)) return false;
        return true;
    }

    private static void Values(RedisContext* context, DenseBlock block)
    {
        fixed (float* values = block.Values) Reply.Bytes(context, values, (long)block.Options.Length * sizeof(float));
    }

    private static ReadOnlySpan<float> Numbers(in Request request, int index)
    {
        float* numbers = request.Block<float>(index, out int length);
        return new ReadOnlySpan<float>(numbers, length);
    }
}
