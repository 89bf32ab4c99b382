namespace Winnow.Evaluation;

/// <summary>Percentile bootstrap intervals of the metrics of a <see cref="PointwiseReport"/>.</summary>
/// <param name="Auc">Of the AUC; NaN if the AUC is.</param>
/// <param name="Gauc">Of the GAUC, by drawing groups; null without groups.</param>
/// <param name="LogLoss">Of the log loss.</param>
/// <param name="NormalizedEntropy">Of the normalised entropy.</param>
/// <param name="CalibrationRatio">Of the calibration ratio.</param>
/// <param name="Options">How they were drawn.</param>
/// <remarks>The ECE has none: resampling adds noise to each bin, and an absolute value turns noise into error, so a bootstrap
/// of it is biased upwards. The bins carry Wilson intervals instead.</remarks>
public sealed record PointwiseIntervals(
    Interval Auc,
    Interval? Gauc,
    Interval LogLoss,
    Interval NormalizedEntropy,
    Interval CalibrationRatio,
    BootstrapOptions Options);
