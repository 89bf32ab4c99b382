namespace Winnow.Serving;

/// <summary>A scorer at work for one request.</summary>
internal sealed class ScoreRun(IItemScorer scorer, ScratchPool<ScoreRun> pool) : StageRun
{
    private int[] _items = [];
    private float[] _scores = [];
    private StageContext? _context;
    private int _count;

    /// <summary>The scores, in the order of the candidates.</summary>
    public ReadOnlySpan<float> Scores => _scores.AsSpan(0, _count);

    public void Begin(StageContext context, ReadOnlySpan<Candidate> candidates)
    {
        (_context, _count) = (context, candidates.Length);
        if (_items.Length < _count) (_items, _scores) = (new int[2 * _count], new float[2 * _count]);
        for (int i = 0; i < _count; i++) _items[i] = candidates[i].Item;
    }

    protected override void Work()
    {
        Span<float> scores = _scores.AsSpan(0, _count);
        scorer.Score(_context! with { Cancel = Late }, _items.AsSpan(0, _count), scores);
        foreach (float score in scores)
            if (!float.IsFinite(score)) throw new InvalidOperationException($"The model gave a score of {score}; expected finite ones. Look at its training.");
    }

    public override void GiveBack()
    {
        _context = null;
        pool.Return(this);
    }
}
