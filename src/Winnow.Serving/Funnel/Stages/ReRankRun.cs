namespace Winnow.Serving;

/// <summary>The re-ranker at work for one request.</summary>
internal sealed class ReRankRun : StageRun
{
    private readonly IReRanker _reRanker;
    private readonly ScratchPool<ReRankRun> _pool;
    private readonly Action<int, string> _note;
    private Candidate[] _candidates = [];
    private int[] _order = [];
    private bool[] _isTaken = [];
    private StageContext? _context;
    private int _count, _chosen;
    private bool _explain;

    public ReRankRun(IReRanker reRanker, ScratchPool<ReRankRun> pool)
    {
        (_reRanker, _pool) = (reRanker, pool);
        _note = (item, words) => Moves.Add((item, words));
    }

    /// <summary>What was done to which item; empty unless asked for.</summary>
    public List<(int Item, string Words)> Moves { get; } = [];

    public void Begin(StageContext context, ReadOnlySpan<Candidate> candidates, bool explain)
    {
        (_context, _count, _chosen, _explain) = (context, candidates.Length, 0, explain);
        Moves.Clear();
        if (_candidates.Length < _count) (_candidates, _order, _isTaken) = (new Candidate[2 * _count], new int[2 * _count], new bool[2 * _count]);
        candidates.CopyTo(_candidates);
    }

    /// <summary>Writes the candidates in their new order; those that were not chosen follow as they were.</summary>
    public void CopyTo(Span<Candidate> candidates)
    {
        for (int i = 0; i < _chosen; i++) candidates[i] = _candidates[_order[i]];
        for (int i = 0, next = _chosen; i < _count; i++)
            if (!_isTaken[i]) candidates[next++] = _candidates[i];
    }

    public override void GiveBack()
    {
        _context = null;
        _pool.Return(this);
    }

    protected override void Work()
    {
        Span<int> order = _order.AsSpan(0, _count);
        _chosen = _reRanker.ReRank(_context! with { Cancel = Late }, _candidates.AsSpan(0, _count), order, _explain ? _note : null);
        Array.Clear(_isTaken, 0, _count);
        foreach (int place in order[.._chosen])
        {
            if ((uint)place >= (uint)_count || _isTaken[place])
                throw new InvalidOperationException($"The re-ranker chose place {place} of {_count}, which is not there or was chosen before.");
            _isTaken[place] = true;
        }
    }
}
