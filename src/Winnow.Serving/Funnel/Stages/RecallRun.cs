using Winnow.Retrieval;

namespace Winnow.Serving;

/// <summary>A source at work for one request.</summary>
internal sealed class RecallRun(IRecallSource source, ScratchPool<RecallRun> pool) : StageRun
{
    private Neighbor[] _found = [];
    private StageContext? _context;
    private int _wanted, _count;

    /// <summary>What it found, best first.</summary>
    public ReadOnlySpan<Neighbor> Found => _found.AsSpan(0, _count);

    public void Begin(StageContext context, int wanted)
    {
        (_context, _wanted, _count) = (context, wanted, 0);
        if (_found.Length < wanted) _found = new Neighbor[wanted];
    }

    protected override void Work() => _count = source.Recall(_context! with { Cancel = Late }, _found.AsSpan(0, _wanted));

    public override void GiveBack()
    {
        _context = null;
        pool.Return(this);
    }
}
