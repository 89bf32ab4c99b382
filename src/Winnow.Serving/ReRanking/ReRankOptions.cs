namespace Winnow.Serving;

/// <summary>Settings of the re-ranker, which chooses and orders the page among ranked candidates.</summary>
/// <remarks>
/// The page is built from the top: each place goes to the candidate with the greatest gain,
/// (1 − c) · [λ · relevance + (1 − λ) · diversity] − c · KL, where λ is <see cref="Relevance"/> (1 without diversity), c the weight of
/// <see cref="Calibrate"/> (0 without), and diversity as <see cref="Kind"/> says. Then <see cref="Explore"/> has its places.
/// <para>Relevance is the score scaled to [0, 1] between the worst and the best candidate of the request, so that the same options mean the
/// same for logits, probabilities and rank fusion: replacing every score s by a·s + b, a &gt; 0, changes nothing.</para>
/// <para>MMR: diversity = − max over the page of the cosine of the item vectors (Carbonell and Goldstein, SIGIR 1998, the definition of MMR).</para>
/// <para>DPP: diversity = log det S(page ∪ item) − log det S(page), S = (1 + cosine) / 2. That is greedy MAP inference for the kernel
/// L = Diag(eᵅʳ) S Diag(eᵅʳ) with r the relevance and α = λ / (2 (1 − λ)), by incremental Cholesky factorisation (Chen, Zhang and Zhou,
/// "Fast Greedy MAP Inference for Determinantal Point Process to Improve Recommendation Diversity", NeurIPS 2018, algorithm 1). Where their
/// algorithm ends, because no candidate adds volume any more, relevance alone decides here.</para>
/// </remarks>
public sealed record ReRankOptions
{
    /// <summary>How diversity is measured. Default <see cref="ReRankKind.None"/>.</summary>
    public ReRankKind Kind { get; init; } = ReRankKind.None;

    /// <summary>Places that are chosen with care, at least 1; a request for more raises it. What follows them, in case rules take items off the
    /// page, is ordered by score. Default 10.</summary>
    public int Keep { get; init; } = 10;

    /// <summary>λ: weight of relevance against diversity, in [0, 1]; 1: relevance alone. Default 0.9.</summary>
    public float Relevance { get; init; } = 0.9f;

    /// <summary>Calibration; null: none.</summary>
    public CalibrateOptions? Calibrate { get; init; }

    /// <summary>Exploration; null: none.</summary>
    public ExploreOptions? Explore { get; init; }

    /// <summary>Names of the item attributes it asks for.</summary>
    public IEnumerable<string> Attributes => Calibrate is null ? [] : [Calibrate.Attribute];

    /// <summary>Whether it asks for item vectors.</summary>
    public bool NeedsVectors => Kind != ReRankKind.None;

    /// <summary>Checks every setting.</summary>
    /// <exception cref="ArgumentException">A setting is out of range; the message lists every fault.</exception>
    public void Validate()
    {
        string[] faults = [.. Faults()];
        if (faults.Length > 0) throw new ArgumentException($"reRank: {string.Join("; ", faults)}.");
    }

    /// <summary>Makes the re-ranker of a release.</summary>
    /// <param name="items">The items.</param>
    /// <exception cref="ArgumentException">A setting is out of range, or the release has no vectors or not the attribute.</exception>
    public IReRanker Create(IItemCatalogue items)
    {
        ArgumentNullException.ThrowIfNull(items);
        Validate();
        if (NeedsVectors && items.VectorDimension == 0)
            throw new ArgumentException($"reRank.kind is {Kind}, which compares item vectors, but the release has none. Pack it with a recall source that has vectors, or set kind: none.", nameof(items));
        return new GreedyReRanker(this, items);
    }

    private IEnumerable<string> Faults()
    {
        if (!Enum.IsDefined(Kind)) yield return $"kind is {(int)Kind}, which is no kind";
        if (Keep < 1) yield return $"keep is {Keep}, it must be at least 1";
        if (!(Relevance is >= 0 and <= 1)) yield return $"relevance is {Relevance}, it must lie in [0, 1]";
        foreach (string fault in Calibrate?.Faults() ?? []) yield return fault;
        foreach (string fault in Explore?.Faults() ?? []) yield return fault;
    }
}
