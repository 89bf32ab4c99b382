namespace Winnow.Training.Benchmarks;

/// <summary>One published figure beside ours.</summary>
/// <param name="Dataset">Data set.</param>
/// <param name="Model">Model.</param>
/// <param name="Metric">Metric: <c>auc</c>, <c>logLoss</c>, <c>HR@10 [1+99]</c>; sampled ones carry their candidates.</param>
/// <param name="Protocol">How both were measured.</param>
/// <param name="Published">The published figure; NaN: there is none.</param>
/// <param name="Measured">Mean of ours over the seeds.</param>
/// <param name="Std">Sample standard deviation of ours over the seeds; 0 for one seed.</param>
/// <param name="Seconds">Mean time of a run in seconds: of click models data, training and judging; of recommenders fitting and judging.</param>
public sealed record BenchmarkRow(
    string Dataset, string Model, string Metric, string Protocol, double Published, double Measured, double Std, double Seconds)
{
    /// <summary>The published table it stands in.</summary>
    public string Table { get; init; } = "";

    /// <summary>Number of runs that <see cref="Measured"/> is the mean of.</summary>
    public int Runs { get; init; } = 1;

    /// <summary>Mean time of the judging in <see cref="Seconds"/>; NaN: not told apart.</summary>
    public double EvaluationSeconds { get; init; } = double.NaN;
}
