namespace Winnow.Embeddings;

/// <content>Reading and writing the ledger: a head, then for each run a head and its bits as they lie in memory.</content>
internal sealed unsafe partial class AppliedPositions
{
    private const int HeadBytes = 2 * sizeof(long), RunBytes = 4 * sizeof(long);

    internal void Save<TSink>(ref TSink sink) where TSink : struct, IStateSink
    {
        long* head = stackalloc long[4];
        (head[0], head[1]) = (_runs.Count, _uses);
        sink.Write((byte*)head, HeadBytes);
        for (int i = 0; i < _runs.Count; i++)
        {
            Run run = _runs[i];
            (head[0], head[1], head[2], head[3]) = ((long)run.Source, run.Watermark, run.LastUse, run.Parts);
            sink.Write((byte*)head, RunBytes);
            sink.Write((byte*)run.Bits.Pointer, Words * sizeof(ulong));
        }
    }

    /// <summary>Reads into an empty ledger; what is wrong, or null.</summary>
    internal string? Load<TSource>(ref TSource source) where TSource : struct, IStateSource
    {
        long* head = (long*)source.Read(out long length);
        if (head is null || length != HeadBytes) return "the head of the ledger is missing";
        long count = head[0];
        _uses = head[1];
        if (count is < 0 or > MostSources || _uses < 0) return $"a ledger of {count} runs and {_uses} uses";
        for (long i = 0; i < count; i++)
            if (LoadRun(ref source) is { } fault) return fault;
        return null;
    }

    private string? LoadRun<TSource>(ref TSource source) where TSource : struct, IStateSource
    {
        long* head = (long*)source.Read(out long length);
        if (head is null || length != RunBytes) return "the head of a run is missing";
        (ulong id, long watermark, long use, long parts) = ((ulong)head[0], head[1], head[2], head[3]);
        if (watermark is < 0 or > UpdateTag.MostPosition || use < 1 || use > _uses || parts is < 1 or > UpdateTag.MostParts || Find(id) is not null)
            return $"a run with watermark {watermark}, use {use} and {parts} parts, or twice the same";
        byte* bits = source.Read(out length);
        if (bits is null || length != Words * sizeof(ulong)) return "the positions of a run are missing";
        Run run = new((ulong)id, (int)parts) { Watermark = watermark, LastUse = use };
        _runs.Add(run);
        new ReadOnlySpan<byte>(bits, Words * sizeof(ulong)).CopyTo(new Span<byte>(run.Bits.Pointer, Words * sizeof(ulong)));
        return run.Has(watermark) ? "a watermark below an applied position" : null;
    }
}
