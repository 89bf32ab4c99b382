namespace Winnow.Evaluation.Internals;

/// <summary>Intervals of the metrics of one model.</summary>
internal static class BootstrapIntervals
{
    internal static PointwiseIntervals Draw(
        ReadOnlySpan<float> scores,
        ReadOnlySpan<float> labels,
        ReadOnlySpan<float> weights,
        ReadOnlySpan<ulong> groups,
        BootstrapOptions options,
        double epsilon)
    {
        ResampledRows rows = new(labels, weights, groups, options.Unit);
        ResampledModel model = new(scores, rows, epsilon);
        ResampleJob.Draw(rows, [model], options);
        return new PointwiseIntervals(
            Of(statistics => statistics.Auc),
            rows.Groups is null ? null : Of(statistics => statistics.Gauc),
            Of(statistics => statistics.LogLoss),
            Of(statistics => statistics.NormalizedEntropy),
            Of(statistics => statistics.CalibrationRatio),
            options);

        Interval Of(Func<ResampleStatistics, double> metric) =>
            Percentiles.Interval([.. model.Resamples.Select(metric)], options.Confidence);
    }
}
