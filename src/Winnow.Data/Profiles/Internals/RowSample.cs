using Winnow.Numerics;

namespace Winnow.Data;

/// <summary>A random sample of rows, as hashes and numbers, in which columns are compared with the label.</summary>
internal sealed class RowSample(int columns, RandomStream random)
{
    private const int MostRows = 20_000;
    private const double TellingShare = 0.95, TellingAuc = 0.99;

    private readonly List<(ulong Hash, double Number)[]> _rows = [];
    private long _seen;

    /// <summary>A row to be filled in, or null if this row is not sampled (algorithm R).</summary>
    public (ulong Hash, double Number)[]? Next()
    {
        long place = _seen < MostRows ? _seen : (long)Math.BigMul(random.UInt64((ulong)_seen), (ulong)_seen + 1, out _);
        _seen++;
        if (place >= MostRows) return null;
        if (place == _rows.Count) _rows.Add(new (ulong, double)[columns]);
        return _rows[(int)place];
    }

    /// <summary>Whether a column is the label, or nearly gives it away; null if neither.</summary>
    public Suspicion? Compare(int column, int label)
    {
        var values = _rows.GroupBy(r => r[column].Hash)
            .Select(g => (Rows: g.Count(), Most: g.GroupBy(r => r[label].Hash).Max(l => l.Count()), Labels: g.Select(r => r[label].Hash).Distinct().Count()))
            .ToList();
        int labels = _rows.Select(r => r[label].Hash).Distinct().Count();
        if (labels < 2 || _rows.Count < 20) return null;
        if (values.Count == labels && values.All(v => v.Labels == 1)) return Suspicion.CopyOfLabel;
        double common = _rows.GroupBy(r => r[label].Hash).Max(g => g.Count()) / (double)_rows.Count;
        var repeated = values.Where(v => v.Rows > 1).ToList();
        int rows = repeated.Sum(v => v.Rows);
        double told = rows == 0 ? 0 : repeated.Sum(v => v.Most) / (double)rows;
        bool telling = rows > _rows.Count / 2 && told - common > TellingShare * (1 - common);
        return telling || OrdersLabels(column, label) ? Suspicion.TellsLabel : null;
    }

    /// <summary>Whether the numbers of a column put the rows of one label (nearly) all before those of the other.</summary>
    private bool OrdersLabels(int column, int label)
    {
        var sorted = _rows.Where(r => !double.IsNaN(r[column].Number) && !double.IsNaN(r[label].Number)).OrderBy(r => r[column].Number).ToList();
        if (sorted.Count < _rows.Count / 2 || sorted.Count < 20 || sorted.Select(r => r[label].Number).Distinct().Count() != 2) return false;
        double high = sorted.Max(r => r[label].Number), before = 0, pairs = 0;
        foreach (var ties in sorted.GroupBy(r => r[column].Number))
        {
            double positives = ties.Count(r => r[label].Number == high), negatives = ties.Count() - positives;
            pairs += positives * (before + negatives / 2);
            before += negatives;
        }
        double all = before * (sorted.Count - before);
        return all > 0 && Math.Abs(pairs / all - 0.5) > TellingAuc - 0.5;
    }
}
