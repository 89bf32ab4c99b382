using Spectre.Console;
using Winnow.Cli.Terminal;
using Winnow.Serving.Benchmarks;
using Winnow.Training;
using Winnow.Training.Benchmarks;

namespace Winnow.Cli.Commands;

/// <summary>What <c>winnow benchmark funnel</c> does.</summary>
internal static class FunnelRows
{
    /// <summary>Runs the cases of a suite and prints a table for each.</summary>
    /// <returns>0 if every funnel keeps the share it has to, else 1.</returns>
    public static int Run(FunnelSuite suite, string only, int threads, Output output, CancellationToken cancel)
    {
        FunnelCase[] chosen = [.. suite.Cases.Where(c => c.Funnel.Contains(only, StringComparison.OrdinalIgnoreCase))];
        if (chosen.Length == 0) throw new ArgumentException($"No funnel of suite {suite.Name} has '{only}' in its name. It has: {string.Join(", ", suite.Cases.Select(c => c.Funnel))}.");
        output.Say($"{suite.Description}. Protocol: {suite.Protocol}.");
        FunnelBenchmark benchmark = new(suite, threads, new Said(output));
        List<BenchmarkRow> rows = [];
        bool kept = true;
        foreach (FunnelCase one in chosen)
        {
            FunnelFigures figures = benchmark.Run(one, cancel);
            rows.AddRange(benchmark.Rows(one, figures));
            kept &= figures.Share >= one.LeastShare && figures.Degraded == 0;
            if (!output.Json) Print(one, figures, output);
        }
        if (output.Json) Output.WriteJson(writer => new BenchmarkResult(suite.Name, LibraryVersion.Commit, rows).ToJson().WriteTo(writer));
        return kept ? 0 : 1;
    }

    private static void Print(FunnelCase one, FunnelFigures figures, Output output)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns(Markup.Escape($"{one.Funnel}: after"), "candidates", "recall of the ranker's ten best", "ms");
        foreach (StageFigures stage in figures.Stages)
            table.AddRow(stage.Stage, $"{stage.Left:0.0}", $"{stage.Recall:0.0000}", $"{stage.Milliseconds:0.00}");
        output.Results.Write(table);
        Console.Out.WriteLine($"{one.Dataset}: {figures.Users:N0} users, {figures.Items:N0} items");
        Console.Out.WriteLine($"NDCG@10 of the funnel {figures.FunnelNdcg:0.0000}, of the ranker over the whole catalogue {figures.RankerNdcg:0.0000}: "
            + $"{100 * figures.Share:0.0} % kept, {100 * one.LeastShare:0} % wanted");
        if (figures.Degraded > 0) Console.Out.WriteLine($"{figures.Degraded:N0} answers were degraded: these figures are worthless.");
    }

    private sealed class Said(Output output) : IProgress<string>
    {
        public void Report(string value) => output.Say(value);
    }
}
