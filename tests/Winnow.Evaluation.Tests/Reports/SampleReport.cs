using Winnow.Evaluation.Reports;
using Winnow.Evaluation.Tests.Pointwise;

namespace Winnow.Evaluation.Tests.Reports;

/// <summary>A report with something in every part.</summary>
internal static class SampleReport
{
    private static readonly Sample Rows = Sample.Draw(3000, 1 << 20);

    internal static TrainingReport Full { get; } = new()
    {
        Title = "Clicks",
        Subtitle = "Two models.",
        Models = [Model("LR", 0.9f), Model("FM", 1f) with { AgainstReference = Against }],
        Reference = "LR",
        Oracle = PointwiseMetrics.Compute(Rows.Scores, Rows.Labels),
        Provenance = new()
        {
            DataSet = "sample",
            Fingerprint = "0123abcd",
            TrainingRows = 1_234_567,
            ValidationRows = 2000,
            TestRows = 3000,
            BadRows = 17,
            Split = "by time",
            Seed = 42,
            LibraryVersion = "9.8.7",
            Machine = "a machine",
            Finished = new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.Zero),
            Command = "winnow train x.yaml",
            Recipes = [new("FM", "model:\n  kind: fm\n")],
        },
    };

    private static PairedComparison Against => PairedBootstrap.Compare(Rows.Scores, Scaled(0.9f), Rows.Labels, groups: Rows.Groups);

    internal static ModelResult Model(string name, float scale) => new()
    {
        Name = name,
        Description = "What it is.",
        Metrics = PointwiseMetrics.Compute(Scaled(scale), Rows.Labels, groups: Rows.Groups, options: new() { Bootstrap = new() }),
        LearningCurve = [new(0.5, 0.7, 0.68, 0.61), new(1, 0.66, 0.65, 0.6321, IsKept: true), new(1.5, 0.6, 0.655, 0.63)],
        Scores = ScoreHistogram.Compute(Scaled(scale), Rows.Labels),
        Importances = [new("item", 0.0523, 0.01, 0.001), new("user", 0.0211, 0.005, 0.002), new("noise", -0.0002, 0, 0.0004)],
        TrainingTime = TimeSpan.FromSeconds(12.34),
        RowsPerSecond = 456_789,
        Weights = 1_500_000,
    };

    /// <summary>What a caller must give, and nothing else.</summary>
    internal static TrainingReport Least(PointwiseReport metrics) => new()
    {
        Title = "Least",
        Models = [new ModelResult { Name = "only", Metrics = metrics }],
        Provenance = new Provenance { DataSet = "d" },
    };

    private static float[] Scaled(float factor) => [.. Rows.Scores.Select((score, i) => Math.Clamp(factor * score + i % 7 * 0.01f, 0, 1))];
}
