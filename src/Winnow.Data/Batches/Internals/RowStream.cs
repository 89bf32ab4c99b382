namespace Winnow.Data;

/// <summary>The encoded good rows of a source, in order, from any position.</summary>
internal sealed class RowStream : IDisposable
{
    private readonly IRecordSource _source;
    private readonly FeaturePlan _plan;
    private readonly EncodeOptions _options;
    private readonly BadRowLog _log;
    private BlockPipeline? _pipeline;
    private BlockPipeline.Slot? _slot;
    private SourcePosition _blockStart;
    private int _next;
    private long _rowsBefore, _badBefore;
    private bool _ended;

    public RowStream(IRecordSource source, FeaturePlan plan, EncodeOptions options)
    {
        (_source, _plan, _options, _log) = (source, plan, options, options.BadRows ?? new BadRowLog());
        plan.NewEncoder(source.Columns, source.Name, options.NeedLabel).Dispose();      // the file fits, or says why not, before reading
    }

    /// <summary>Where the next row stands; epoch and batch are left to the caller.</summary>
    public DataPosition Position => new(Source: _blockStart, Skip: _next, Rows: _rowsBefore, BadRows: _badBefore);

    /// <summary>Moves to where a stream over the same source stood.</summary>
    public void Seek(DataPosition position)
    {
        _pipeline?.Dispose();
        (_pipeline, _slot, _ended) = (null, null, false);
        (_blockStart, _next, _rowsBefore, _badBefore) = (position.Source, position.Skip, position.Rows, position.BadRows);
        _log.Restore(_rowsBefore, _badBefore);
    }

    /// <summary>Appends up to <paramref name="most"/> of the next rows.</summary>
    /// <returns>How many; 0 at the end only.</returns>
    public int Take(Batch target, int most)
    {
        int taken = 0;
        while (taken < most && Advance())
        {
            int count = Math.Min(most - taken, _slot!.Batch.Rows - _next);
            target.Append(_slot.Batch, _next, count);
            _next += count;
            taken += count;
        }
        return taken;
    }

    /// <summary>As above, into memory.</summary>
    public int Take(EncodedDataset target, int most)
    {
        int taken = 0;
        while (taken < most && Advance())
        {
            int count = Math.Min(most - taken, _slot!.Batch.Rows - _next);
            target.Append(_slot.Batch, _next, count);
            _next += count;
            taken += count;
        }
        return taken;
    }

    public void Dispose() => _pipeline?.Dispose();

    /// <summary>Makes sure that there is a next row in the slot; false at the end of the source.</summary>
    private bool Advance()
    {
        if (_slot is not null && _next < _slot.Batch.Rows) return true;
        int skip = _slot is null ? _next : 0;
        while (!_ended)
        {
            _pipeline ??= new BlockPipeline(
                _source, _options.Threads, _blockStart, () => _plan.NewEncoder(_source.Columns, _source.Name, _options.NeedLabel), _plan.Layout);
            if (_pipeline.Next() is not { } slot)
            {
                _ended = true;
                _log.Check(atEnd: true);
                break;
            }
            Enter(slot, skip);
            if (_next < slot.Batch.Rows) return true;
            skip = 0;
        }
        return false;
    }

    private void Enter(BlockPipeline.Slot slot, int skip)
    {
        (_rowsBefore, _badBefore) = (_log.Rows, _log.Count);
        _slot = slot;
        _blockStart = slot.Block.Start;
        _next = skip;
        slot.Block.Faults.Sort();
        slot.Block.Faults.CopyTo(_log, slot.Block);
        _log.AddRows(slot.Batch.Rows);
        _log.Check(atEnd: false);
    }
}
