namespace Winnow.Serving;

/// <summary>Builds a page place by place: each goes to the candidate with the greatest sum of gains. Scratch of one request at a time.</summary>
internal sealed class GreedySelection
{
    private readonly int _keep;
    private readonly double _relevanceWeight;
    private readonly List<SelectionTerm> _terms = [];
    private double[] _relevance = [], _gains = [];
    private bool[] _taken = [];

    public GreedySelection(ReRankOptions options, IItemCatalogue items, IItemAttribute? calibrated)
    {
        _keep = options.Keep;
        double calibration = options.Calibrate?.Weight ?? 0, relevance = options.Kind == ReRankKind.None ? 1 : options.Relevance;
        _relevanceWeight = (1 - calibration) * relevance;
        double diversity = (1 - calibration) * (1 - relevance);
        if (options.Kind == ReRankKind.Mmr) _terms.Add(new MarginalSimilarity(diversity, items));
        if (options.Kind == ReRankKind.Dpp) _terms.Add(new SpannedVolume(diversity, items));
        if (calibrated is not null) _terms.Add(new Calibration(calibration, options.Calibrate!.Smoothing, calibrated));
    }

    /// <summary>Exploration, whose scratch lives as long as this one.</summary>
    public ExplorationSlots Exploration { get; } = new();

    /// <summary>Fills <paramref name="order"/> with places in <paramref name="candidates"/>: the page by gain, what follows by score.</summary>
    public void Choose(StageContext context, ReadOnlySpan<Candidate> candidates, Span<int> order)
    {
        int chosen = _terms.Count == 0 ? 0 : Math.Min(order.Length, Math.Max(_keep, context.Request.Count)), n = candidates.Length;
        Grow(n);
        Span<bool> taken = _taken.AsSpan(0, n);
        taken.Clear();
        if (chosen > 0) Begin(context, candidates, chosen);
        for (int place = 0; place < chosen; place++)
        {
            context.Cancel.ThrowIfCancellationRequested();
            order[place] = Best(n);
            taken[order[place]] = true;
            foreach (SelectionTerm term in _terms) term.Pick(order[place]);
        }
        for (int place = chosen, next = 0; place < order.Length; next++)
            if (!taken[next]) order[place++] = next;
    }

    private void Begin(StageContext context, ReadOnlySpan<Candidate> candidates, int places)
    {
        Relevance.Scale(candidates, _relevance.AsSpan(0, candidates.Length));
        foreach (SelectionTerm term in _terms) term.Begin(context, candidates, places);
    }

    /// <summary>The untaken candidate of the greatest gain; of equals the one with the better score.</summary>
    private int Best(int n)
    {
        Span<double> gains = _gains.AsSpan(0, n);
        for (int i = 0; i < n; i++) gains[i] = _relevanceWeight * _relevance[i];
        foreach (SelectionTerm term in _terms) term.AddGains(gains);
        int best = -1;
        for (int i = 0; i < n; i++)
            if (!_taken[i] && (best < 0 || gains[i] > gains[best])) best = i;
        return best;
    }

    private void Grow(int n)
    {
        if (_taken.Length >= n) return;
        (_relevance, _gains, _taken) = (new double[n], new double[n], new bool[n]);
    }
}
