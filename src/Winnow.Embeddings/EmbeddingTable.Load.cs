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
            (_rows, rows) = (rows, _rows);
            (_waiting, waiting) = (waiting, _waiting);
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
        LoadTarget target = new() { Rows = _rows, Waiting = _waiting, Now = TickOf(header.Cut), Mode = LoadMode.Check };
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
            _rows.Reserve(segment, added[segment]);
            _waiting.Reserve(segment, added[SegmentIndex.Segments + segment]);
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
        _pushes = cut.Pushes;
        _removed.Restart(cut.Removals);
        _cuts.Clear();
        _broken = false;
        return Remember(cut);
    }

    private SnapshotHeader ReadHeader(BlockReader reader, string path)
    {
        SnapshotHeader header = SnapshotHeader.Read(reader), mine = Header(since: null);
        List<string> differences = [];
        Compare("name", header.Table, mine.Table);
        Compare("dimension", header.Dimension, mine.Dimension);
        Compare("precision", header.Precision, mine.Precision);
        Compare("optimiser", header.Optimizer, mine.Optimizer);
        Compare("optimiser state", header.StateFloats, mine.StateFloats);
        Compare("seed", header.Seed, mine.Seed);
        Compare("steps per tick", header.StepsPerTick, mine.StepsPerTick);
        if (differences.Count > 0) Throw.SnapshotMismatch(path, Name, differences);
        return header;

        void Compare<T>(string what, T found, T expected)
        {
            if (!EqualityComparer<T>.Default.Equals(found, expected)) differences.Add($"{what} is {found}, the table has {expected}");
        }
    }

    /// <summary>Rows that a delta does not name grow older by the ticks between the two snapshots; where that could outgrow
    /// the 20 bits, their age stops first.</summary>
    private void StopAges(uint later)
    {
        uint now = Tick;
        if (later - now < RowMeta.OldestAge / 2) return;
        foreach (KeyedRows store in (ReadOnlySpan<KeyedRows>)[_rows, _waiting])
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
