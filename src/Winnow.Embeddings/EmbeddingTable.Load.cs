namespace Winnow.Embeddings;

/// <content>Reading snapshots. A full one is built beside the table and takes its place when all of it was good; a delta is
/// checked as a whole before its first record is applied.</content>
public sealed unsafe partial class EmbeddingTable<TOptimizer>
{
    private bool _broken;

    /// <inheritdoc/>
    public SnapshotCut Load(Stream source, string path)
    {
        ArgumentNullException.ThrowIfNull(source);
        ObjectDisposedException.ThrowIf(_disposed, this);
        KeyedRows rows = new(_layout), waiting = new(RowLayout.KeyOnly);
        try
        {
            BlockReader reader = new(source, path);
            SnapshotHeader header = ReadHeader(reader, path);
            if (header.Base is not null) Throw.SnapshotKind(path, "delta", "full");
            LoadTarget target = new() { Mode = LoadMode.Build, Rows = rows, Waiting = waiting, Now = TickOf(header.Cut) };
            ReadBody(reader, header, ref target);
            (_state.Rows, rows) = (rows, _state.Rows);
            (_state.Waiting, waiting) = (waiting, _state.Waiting);
            return Resume(header.Cut);
        }
        finally
        {
            rows.Dispose();
            waiting.Dispose();
        }
    }

    /// <inheritdoc/>
    public SnapshotCut LoadDelta(Stream source, string path)
    {
        ArgumentNullException.ThrowIfNull(source);
        CheckUsable();
        if (!source.CanSeek) Throw.DeltaNotSeekable(path);
        long start = source.Position;
        BlockReader check = new(source, path);
        SnapshotHeader header = ReadHeader(check, path);
        if (header.Base is null) Throw.SnapshotKind(path, "full", "delta");
        if (header.Base != Now) Throw.DeltaBase(path, Now, header.Base.Value);
        LoadTarget target = new() { Rows = _state.Rows, Waiting = _state.Waiting, Now = TickOf(header.Cut), Mode = LoadMode.Check };
        uint* added = stackalloc uint[2 * SegmentIndex.Segments];
        new Span<uint>(added, 2 * SegmentIndex.Segments).Clear();
        LoadTarget dry = target with { Added = added };
        ReadBody(check, header, ref dry);

        source.Position = start;
        _broken = true;
        BlockReader reader = new(source, path);
        _ = ReadHeader(reader, path);
        StopAges(TickOf(header.Cut));
        for (int segment = 0; segment < SegmentIndex.Segments; segment++)
        {
            _state.Rows.Reserve(segment, added[segment]);
            _state.Waiting.Reserve(segment, added[SegmentIndex.Segments + segment]);
        }
        target.Mode = LoadMode.Apply;
        ReadBody(reader, header, ref target);
        _broken = false;
        return Resume(header.Cut);
    }

    private uint TickOf(SnapshotCut cut) => (uint)(cut.Step / _options.StepsPerTick);

    private SnapshotCut Resume(SnapshotCut cut)
    {
        Step = cut.Step;
        _state.Pushes = cut.Pushes;
        _state.Removed.Restart(cut.Removals);
        _cuts.Clear();
        _broken = false;
        return Remember(cut);
    }

    private SnapshotHeader ReadHeader(BlockReader reader, string path)
    {
        SnapshotHeader header = SnapshotHeader.Read(reader);
        header.CheckFits(Header(since: null), path);
        return header;
    }

    /// <summary>Rows that a delta does not name grow older by the ticks between the two snapshots; where that could outgrow
    /// the 20 bits, their age stops first.</summary>
    private void StopAges(uint later)
    {
        uint now = Tick;
        if (later - now < RowMeta.OldestAge / 2) return;
        foreach (KeyedRows store in (ReadOnlySpan<KeyedRows>)[_state.Rows, _state.Waiting])
        {
            for (uint number = 1; number <= store.Count; number++)
            {
                byte* row = store.At(number);
                uint meta = store.MetaOf(row);
                uint age = (uint)Math.Min(RowMeta.Age(meta, now) + (ulong)(later - now), RowMeta.OldestAge);
                store.SetMeta(row, RowMeta.Of(RowMeta.Frequency(meta), later - age));
            }
        }
    }
}
