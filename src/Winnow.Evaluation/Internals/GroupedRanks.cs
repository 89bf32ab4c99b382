namespace Winnow.Evaluation.Internals;

/// <summary>AUC and weight of every group that has both classes, so that their mean can be taken, and taken again per
/// resample.</summary>
internal sealed class GroupedRanks
{
    private readonly List<(int Group, double Auc, double Weight)> _used = [];
    private int _leftOut, _rowsUsed, _rows;

    internal static GroupedRanks Build<TWeight>(ScoreOrder order, ReadOnlySpan<float> scores, GroupIndex groups, TWeight weight)
        where TWeight : struct, IRowWeight, allows ref struct
    {
        (uint[] entries, int[] starts) = groups.Split(order, scores);
        GroupedRanks ranks = new() { _rows = scores.Length };
        for (int g = 0; g < groups.Count; g++)
            ranks.Add(g, RankSum.Walk(entries.AsSpan(starts[g]..starts[g + 1]), weight), starts[g + 1] - starts[g]);
        return ranks;
    }

    internal GroupedAuc Summarize() => new(Mean(), _used.Count, _leftOut, _rowsUsed, _rows - _rowsUsed);

    internal double Mean()
    {
        double sum = 0, total = 0;
        foreach ((_, double auc, double weight) in _used)
        {
            sum += weight * auc;
            total += weight;
        }
        return total > 0 ? sum / total : double.NaN;
    }

    /// <summary>The mean if group g counts <paramref name="counts"/>[g] times.</summary>
    internal double Mean(ReadOnlySpan<byte> counts)
    {
        double sum = 0, total = 0;
        foreach ((int group, double auc, double weight) in _used)
        {
            double drawn = counts[group] * weight;
            sum += drawn * auc;
            total += drawn;
        }
        return total > 0 ? sum / total : double.NaN;
    }

    private void Add(int group, RankSum ranks, int rows)
    {
        if (double.IsNaN(ranks.Auc)) { _leftOut++; return; }
        _used.Add((group, ranks.Auc, ranks.Positives + ranks.Negatives));
        _rowsUsed += rows;
    }
}
