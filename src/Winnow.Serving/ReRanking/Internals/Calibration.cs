namespace Winnow.Serving;

/// <summary>Minus the divergence KL(p ‖ q̃) that the page would have with a candidate on it.</summary>
/// <remarks>Steck, RecSys 2018, equations 2–5. For each place the divergence of the page as it stands is found once; a candidate then changes
/// only the summands of its own values: O(values) a candidate.</remarks>
internal sealed class Calibration(double weight, double smoothing, IItemAttribute attribute) : SelectionTerm(weight)
{
    private readonly List<int> _wanted = [];                     // values with p > 0
    private double[] _history = [], _page = [], _terms = [];     // by value: p, Σ p(g|i) over the page, the summand as things stand
    private int[] _items = [];
    private int _counted;                                        // items of the page that have a value

    public override void Begin(StageContext context, ReadOnlySpan<Candidate> candidates, int places)
    {
        Forget();
        if (_items.Length < candidates.Length) _items = new int[candidates.Length];
        for (int i = 0; i < candidates.Length; i++) _items[i] = candidates[i].Item;
        int taken = 0;
        for (int i = 0; i < context.History.Count; i++)
            if (Add(context.History[i], _history, _wanted)) taken++;
        foreach (int value in _wanted) _history[value] /= taken;
    }

    public override void AddGains(Span<double> gains)
    {
        if (_wanted.Count == 0) return;
        double standing = Divergence(_counted), joined = Divergence(_counted + 1);       // the summands left behind are those of one item more
        for (int i = 0; i < gains.Length; i++)
        {
            ReadOnlySpan<int> values = attribute.Values(_items[i]);
            gains[i] -= Weight * (values.IsEmpty ? standing : joined + Change(values));
        }
    }

    public override void Pick(int candidate)
    {
        if (Add(_items[candidate], _page, null)) _counted++;
    }

    /// <summary>KL(p ‖ q̃) with the sums of the page divided by <paramref name="items"/>; leaves its summands in <see cref="_terms"/>.</summary>
    private double Divergence(int items)
    {
        double sum = 0;
        foreach (int value in _wanted) sum += _terms[value] = Term(value, _page[value], items);
        return sum;
    }

    /// <summary>By how much an item with these values changes the divergence of <see cref="_counted"/> + 1 items.</summary>
    private double Change(ReadOnlySpan<int> values)
    {
        double change = 0, part = 1.0 / values.Length;
        foreach (int value in values)
            if (value < _history.Length && _history[value] > 0) change += Term(value, _page[value] + part, _counted + 1) - _terms[value];
        return change;
    }

    private double Term(int value, double onPage, int items)
    {
        double p = _history[value], q = items == 0 ? 0 : onPage / items;
        return p * Math.Log(p / ((1 - smoothing) * q + smoothing * p));
    }

    private bool Add(int item, double[] sums, List<int>? seen)
    {
        ReadOnlySpan<int> values = attribute.Values(item);
        foreach (int value in values)
        {
            if (value >= sums.Length) continue;                  // a text that came up after this request began
            if (seen is not null && sums[value] == 0) seen.Add(value);
            sums[value] += 1.0 / values.Length;
        }
        return !values.IsEmpty;
    }

    private void Forget()
    {
        int values = attribute.Texts.Count;
        if (_history.Length < values) (_history, _page, _terms) = (new double[values], new double[values], new double[values]);
        else
        {
            Array.Clear(_history);
            Array.Clear(_page);
        }
        _wanted.Clear();
        _counted = 0;
    }
}
