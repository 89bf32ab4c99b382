using System.Globalization;
using Winnow.Data;
using Winnow.Evaluation;
using Winnow.Models;
using Winnow.Training.Laboratory;
using Winnow.Training.Recipes;

namespace Winnow.Training.Benchmarks;

/// <summary>A row of a published table: a recommender with its published settings.</summary>
internal sealed class RecommenderCase : BenchmarkCase
{
    private readonly RecommenderTable _table;
    private readonly RecommenderOptions _settings;

    private RecommenderCase(RecommenderTable table, string model, IReadOnlyList<PublishedFigure> published, RecommenderOptions settings)
        : base($"{table.Name} {model}", table.Name, table.Dataset, model, published) => (_table, _settings) = (table, settings);

    public override bool UsesSeed => RecommenderModels.UsesSeed(_settings);

    public static RecommenderCase From(YamlSection yaml, RecommenderTable table)
    {
        IReadOnlyList<string> figures = yaml.Texts("published") ?? [];
        if (figures.Count != 0 && figures.Count != table.Metrics.Count)
            yaml.Fault("published", $"Key '{yaml.Path}.published' has {figures.Count} figures; expected one for each of the {table.Metrics.Count} metrics of the table, or none.");
        return new RecommenderCase(
            table, yaml.Text("model"), [.. table.Metrics.Select((m, i) => new PublishedFigure(m.Key, Figure(yaml, figures, i)))],
            RecommenderModels.Section.Read(yaml, "settings", null) ?? new TopPopularOptions());
    }

    internal override CaseRun Run(int run, int runs, BenchmarkSession session, CancellationToken cancel)
    {
        session.Options.Observer?.OnRun(this, run + 1, runs);
        InteractionSplit split = session.Split(_table.Name, () => LoadSplit(session));
        TimeProvider time = session.Options.Time;
        long start = time.GetTimestamp();
        ITopNRecommender model = RecommenderFit.Fit(_settings, split.Train, new FitContext(session.Team) { Seed = 1 + (ulong)run, Cancel = cancel });
        try
        {
            long fitted = time.GetTimestamp();
            TopNReport report = TopNEvaluator.EvaluateTest(model, split, _table.Evaluation.ToTopN(), session.Team, cancel);
            double[] measured = [.. _table.Metrics.Select(m => m.Value.In(report))];
            long judged = time.GetTimestamp();
            string label = report.Protocol.CandidateLabel.Length > 0 ? " " + report.Protocol.CandidateLabel : "";
            return new CaseRun(
                measured, [.. _table.Metrics.Select(m => m.Key + label)], report.Protocol.ToString(),
                time.GetElapsedTime(start, judged).TotalSeconds, time.GetElapsedTime(fitted, judged).TotalSeconds);
        }
        finally
        {
            (model as IDisposable)?.Dispose();
        }
    }

    private InteractionSplit LoadSplit(BenchmarkSession session)
    {
        InteractionSplit split = RecommenderData.Load(_table.Data, _table.Split, seed: 1, session.Options.Store ?? new DatasetStore());
        _ = (split.Train.ByUser, split.Train.ByItem);      // made when first used; that time is no model's
        return split;
    }

    private static double Figure(YamlSection yaml, IReadOnlyList<string> figures, int i)
    {
        if (i >= figures.Count) return double.NaN;
        if (double.TryParse(figures[i], CultureInfo.InvariantCulture, out double value)) return value;
        yaml.Fault("published", $"Key '{yaml.Path}.published' holds '{figures[i]}'; expected numbers.");
        return double.NaN;
    }
}
