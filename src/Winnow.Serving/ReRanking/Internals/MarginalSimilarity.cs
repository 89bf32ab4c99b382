namespace Winnow.Serving;

/// <summary>Minus the greatest cosine to an item on the page; 0 for an empty page.</summary>
/// <remarks>Carbonell and Goldstein, "The Use of MMR, Diversity-Based Reranking for Reordering Documents and Producing Summaries", SIGIR 1998:
/// MMR = argmax [λ · Sim₁(item, query) − (1 − λ) · max over the page of Sim₂(item, other)]. The maximum is kept up to date with each pick, O(n · dim).</remarks>
internal sealed class MarginalSimilarity(double weight, IItemCatalogue items) : SelectionTerm(weight)
{
    private readonly CandidateVectors _vectors = new(items);
    private float[] _greatest = [];
    private int _count;
    private bool _empty;

    public override void Begin(StageContext context, ReadOnlySpan<Candidate> candidates, int places)
    {
        (_count, _empty) = (candidates.Length, true);
        if (_greatest.Length < _count) _greatest = new float[_count];
        _greatest.AsSpan(0, _count).Fill(float.NegativeInfinity);
        _vectors.Load(candidates);
    }

    public override void AddGains(Span<double> gains)
    {
        if (_empty) return;
        for (int i = 0; i < gains.Length; i++) gains[i] -= Weight * _greatest[i];
    }

    public override void Pick(int candidate)
    {
        _empty = false;
        for (int i = 0; i < _count; i++) _greatest[i] = Math.Max(_greatest[i], _vectors.Cosine(i, candidate));
    }
}
