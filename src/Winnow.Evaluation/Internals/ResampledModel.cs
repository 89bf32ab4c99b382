namespace Winnow.Evaluation.Internals;

/// <summary>One model, sorted and with its losses taken once, ready to be judged on many resamples.</summary>
internal sealed class ResampledModel
{
    private readonly ResampledRows _rows;
    private readonly ScoreOrder _order;
    private readonly GroupedRanks? _groups;
    private readonly float[] _scores, _losses;

    internal ResampledModel(ReadOnlySpan<float> scores, ResampledRows rows, double epsilon)
    {
        _rows = rows;
        _scores = scores.ToArray();
        _losses = Likelihood.RowLosses(scores, rows.Labels, epsilon);
        _order = ScoreOrder.Sort(scores, rows.Labels);
        if (rows.Groups is { } groups)
            _groups = rows.Weights is { } given
                ? GroupedRanks.Build(_order, scores, groups, new GivenWeight(given))
                : GroupedRanks.Build(_order, scores, groups, new UnitWeight());
        double gauc = _groups?.Mean() ?? double.NaN;
        Sample = rows.Weights is { } weights ? Judge(new GivenWeight(weights), gauc) : Judge(new UnitWeight(), gauc);
    }

    /// <summary>The metrics of the sample itself.</summary>
    internal ResampleStatistics Sample { get; }

    /// <summary>The metrics of each resample, filled by <see cref="ResampleJob"/>.</summary>
    internal ResampleStatistics[] Resamples { get; set; } = [];

    internal ResampleStatistics Judge(ReadOnlySpan<byte> ofRow, ReadOnlySpan<byte> ofGroup)
    {
        double gauc = _groups?.Mean(ofGroup) ?? double.NaN;
        return _rows.Weights is { } weights
            ? Judge(new DrawnWeight(ofRow, weights), gauc)
            : Judge(new Drawn(ofRow), gauc);
    }

    private ResampleStatistics Judge<TWeight>(TWeight weight, double gauc) where TWeight : struct, IRowWeight, allows ref struct
    {
        double auc = RankSum.Walk(_order.Entries, weight).Auc;
        Likelihood sums = Likelihood.Sum(_scores, _rows.Labels, _losses, weight);
        return new ResampleStatistics(auc, gauc, sums.LogLoss, sums.NormalizedEntropy, sums.CalibrationRatio);
    }
}
