namespace Winnow.Training.Benchmarks;

/// <summary>One published figure beside ours.</summary>
/// <param name="Dataset">Data set.</param>
/// <param name="Model">Model.</param>
/// <param name="Metric">Metric: <c>auc</c> or <c>logLoss</c>.</param>
/// <param name="Protocol">How both were measured.</param>
/// <param name="Published">The published figure.</param>
/// <param name="Measured">Mean of ours over the seeds.</param>
/// <param name="Std">Sample standard deviation of ours over the seeds; 0 for one seed.</param>
/// <param name="Seconds">Mean time of a run in seconds: data, training and judging.</param>
public sealed record BenchmarkRow(
    string Dataset, string Model, string Metric, string Protocol, double Published, double Measured, double Std, double Seconds);
