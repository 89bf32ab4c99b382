namespace Winnow.Evaluation.Internals;

/// <summary>AUC and weight of every group that has both classes, so that their mean can be taken, and taken again per resample.</summary>
internal sealed class GroupedRanks
{
    private readonly List<double> _aucs = [];
    private readonly List<double> _weights = [];
    private int _leftOut, _rowsUsed, _rows;

    internal static GroupedRanks Build<TWeight>(
        ScoreOrder order, ReadOnlySpan<float> scores, ReadOnlySpan<ulong> groups, TWeight weight)
        where TWeight : struct, IRowWeight, allows ref struct
    {
        GroupIndex index = GroupIndex.Build(groups);
        (uint[] entries, int[] starts) = index.Split(order, scores);
        GroupedRanks ranks = new() { _rows = groups.Length };
        for (int g = 0; g < index.Count; g++)
            ranks.Add(RankSum.Walk(entries.AsSpan(starts[g]..starts[g + 1]), weight), starts[g + 1] - starts[g]);
        return ranks;
    }

    internal GroupedAuc Summarize()
    {
        double sum = 0, total = 0;
        for (int g = 0; g < _aucs.Count; g++)
        {
            sum += _weights[g] * _aucs[g];
            total += _weights[g];
        }
        return new GroupedAuc(total > 0 ? sum / total : double.NaN, _aucs.Count, _leftOut, _rowsUsed, _rows - _rowsUsed);
    }

    private void Add(RankSum group, int rows)
    {
        if (double.IsNaN(group.Auc)) { _leftOut++; return; }
        _aucs.Add(group.Auc);
        _weights.Add(group.Positives + group.Negatives);
        _rowsUsed += rows;
    }
}
