using System.Runtime.InteropServices;
using Winnow.Evaluation.Reports;

namespace Winnow.Training.Benchmarks;

/// <summary>What a suite tells on its HTML page.</summary>
public static class BenchmarkReport
{
    /// <summary>The page of a suite.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="result">What it came to; tables that were not run are left out.</param>
    public static SuiteReport Of(BenchmarkSuite suite, BenchmarkResult result)
    {
        ArgumentNullException.ThrowIfNull(suite);
        ArgumentNullException.ThrowIfNull(result);
        IReadOnlyList<OrderAgreement> orders = OrderAgreement.Of(result.Rows);
        return new SuiteReport
        {
            Title = suite.Description,
            Subtitle = $"Published by: {suite.Source}. Protocol: {suite.Protocol}.",
            Tables = [.. result.Rows.GroupBy(r => r.Table).Select(t => TableOf(suite, t.Key, [.. t], orders))],
            Provenance = new Provenance
            {
                DataSet = string.Join(", ", result.Rows.Select(r => r.Dataset).Distinct()), LibraryVersion = LibraryVersion.Full,
                Machine = $"{RuntimeInformation.OSDescription}, {Environment.ProcessorCount} cores", Command = $"winnow benchmark {suite.Name}",
            },
        };
    }

    private static SuiteTable TableOf(BenchmarkSuite suite, string name, BenchmarkRow[] rows, IReadOnlyList<OrderAgreement> orders)
    {
        RecommenderTable? published = suite.Tables.FirstOrDefault(t => t.Name == name);
        string[] metrics = [.. rows.Select(r => r.Metric).Distinct()];
        return new SuiteTable
        {
            Title = published?.Title ?? name, Protocol = rows[0].Protocol, Metrics = metrics, NotRun = published?.NotRun ?? [],
            Order = published is not null && orders.FirstOrDefault(o => o.Table == name) is { } order ? order.ToString() : "",
            Rows = [.. rows.GroupBy(r => r.Model).Select(m => RowOf(m.Key, [.. m], metrics))],
        };
    }

    private static SuiteRow RowOf(string model, BenchmarkRow[] rows, string[] metrics) => new(
        model,
        [.. metrics.Select(metric => rows.FirstOrDefault(r => r.Metric == metric) is { } row
            ? new SuiteFigure(row.Published, row.Measured, row.Std) : new SuiteFigure(double.NaN, double.NaN, 0))],
        rows[0].Runs, rows[0].Seconds, rows[0].EvaluationSeconds);
}
