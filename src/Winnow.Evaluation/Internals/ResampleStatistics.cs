namespace Winnow.Evaluation.Internals;

/// <summary>The metrics of one model on one resample (or on the sample itself).</summary>
internal readonly record struct ResampleStatistics(
    double Auc, double Gauc, double LogLoss, double NormalizedEntropy, double CalibrationRatio);
