namespace Winnow.Embeddings;

/// <content>Reading and writing: a head with the number of steps, then a head for each step and for each part, with its block.</content>
internal sealed unsafe partial class PendingSteps
{
    private const int StepBytes = 5 * sizeof(long), PartBytes = 3 * sizeof(long);

    internal void Save<TSink>(ref TSink sink) where TSink : struct, IStateSink
    {
        long* head = stackalloc long[5];
        head[0] = _steps.Count;
        sink.Write((byte*)head, sizeof(long));
        for (int i = 0; i < _steps.Count; i++)
        {
            PendingStep step = _steps[i];
            (head[0], head[1], head[2], head[3]) = ((long)step.Source, step.Step, step.Parts, BitConverter.SingleToInt32Bits(step.Rate));
            head[4] = step.Arrived;
            sink.Write((byte*)head, StepBytes);
            for (int part = 0; part < step.Parts; part++)
            {
                if (step[part] is not { } contribution) continue;
                (head[0], head[1], head[2]) = (part, contribution.KeyCount, contribution.Floats);
                sink.Write((byte*)head, PartBytes);
                sink.Write(contribution.Block, contribution.ByteLength);
            }
        }
    }

    /// <summary>Reads into an empty object.</summary>
    /// <param name="source">The blocks.</param>
    /// <param name="ledger">The positions applied, already read.</param>
    /// <param name="check">What is wrong with a part, or null; decides about keys and numbers.</param>
    /// <returns>What is wrong, or null.</returns>
    internal string? Load<TSource>(ref TSource source, AppliedPositions ledger, Func<Contribution, string?> check) where TSource : struct, IStateSource
    {
        long* head = (long*)source.Read(out long length);
        if (head is null || length != sizeof(long)) return "the number of pending steps is missing";
        long count = head[0];
        if (count is < 0 or > AppliedPositions.MostSources * MostAhead) return $"{count} pending steps";
        for (long i = 0; i < count; i++)
            if (LoadStep(ref source, ledger, check) is { } fault) return fault;
        return null;
    }

    private string? LoadStep<TSource>(ref TSource source, AppliedPositions ledger, Func<Contribution, string?> check) where TSource : struct, IStateSource
    {
        long* head = (long*)source.Read(out long length);
        if (head is null || length != StepBytes) return "the head of a pending step is missing";
        (ulong id, long number, long parts, long arrived) = ((ulong)head[0], head[1], head[2], head[4]);
        float rate = BitConverter.Int32BitsToSingle((int)head[3]);
        if (parts is < 2 or > UpdateTag.MostParts || number < 0 || number > UpdateTag.MostPosition / parts || !(rate > 0) || float.IsInfinity(rate)
            || arrived < 1 || arrived >= parts || Find(id, number) is not null || (ledger.Parts(id) is var known && known != 0 && known != parts)
            || number - ledger.Watermark(id) / parts is < 0 or >= MostAhead)
            return $"a pending step {number} with {arrived} of {parts} parts";
        PendingStep step = Begin(new UpdateTag(id, number * parts, (int)parts, rate));
        for (long i = 0, last = -1; i < arrived; i++)
            if (LoadPart(ref source, step, ledger, check, ref last) is { } fault) return fault;
        return null;
    }

    private static string? LoadPart<TSource>(
        ref TSource source, PendingStep step, AppliedPositions ledger, Func<Contribution, string?> check, ref long last) where TSource : struct, IStateSource
    {
        long* head = (long*)source.Read(out long length);
        if (head is null || length != PartBytes) return "the head of a part is missing";
        (long part, long keys, long floats) = (head[0], head[1], head[2]);
        if (part <= last || part >= step.Parts || keys is < 0 or > TableShard.MostKeys || floats is < 0 or > int.MaxValue) return $"part {part} with {keys} keys";
        if (ledger.Contains(step.Source, step.Step * step.Parts + part)) return $"part {part}, which is applied, still pending";
        last = part;
        byte* block = source.Read(out length);
        if (block is null || length != Contribution.Bytes(keys, floats)) return $"part {part} has {length} bytes";
        Contribution contribution = new((int)keys, (int)floats, block);
        step.Add((int)part, contribution);
        return check(contribution);
    }
}
