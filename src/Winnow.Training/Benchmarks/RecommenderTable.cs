using Winnow.Data;
using Winnow.Training.Recipes;

namespace Winnow.Training.Benchmarks;

/// <summary>A published table of recommenders on one split.</summary>
public sealed class RecommenderTable
{
    private RecommenderTable(YamlSection yaml, TopNEvaluationOptions evaluation)
    {
        (Name, Title, Dataset) = (yaml.Text("name"), yaml.Text("title"), yaml.Text("dataset"));
        Data = RecommenderSections.Data.Read(yaml, "data", RecommenderSections.Data.Defaults);
        Split = RecommenderSections.Split.Read(yaml, "split", null);
        NotRun = yaml.Texts("notRun") ?? [];
        Metrics = MetricsOf(yaml);
        Evaluation = evaluation with { Cutoffs = yaml.WholeNumbers("cutoffs", [.. Metrics.Select(m => m.Value.Cutoff).Distinct().Order()], 1) };
        Cases = [.. yaml.Sections("rows").Select(row => RecommenderCase.From(row, this))];
    }

    /// <summary>Short name, which <c>--only</c> chooses by.</summary>
    public string Name { get; }

    /// <summary>What it is, in words.</summary>
    public string Title { get; }

    /// <summary>Data set as it is called in the publication.</summary>
    public string Dataset { get; }

    /// <summary>Models of the published table that are not run: there is no such model here, or their data are not at hand.</summary>
    public IReadOnlyList<string> NotRun { get; }

    /// <summary>The rows.</summary>
    public IReadOnlyList<BenchmarkCase> Cases { get; }

    internal InteractionDataOptions Data { get; }

    internal SplitRule? Split { get; }

    internal TopNEvaluationOptions Evaluation { get; }

    /// <summary>Metrics by the name the publication gives them.</summary>
    internal IReadOnlyList<KeyValuePair<string, Laboratory.RankMetric>> Metrics { get; }

    internal static IReadOnlyList<RecommenderTable> AllFrom(YamlSection yaml)
    {
        IReadOnlyList<YamlSection> tables = yaml.Sections("tables");
        if (tables.Count == 0) return [];
        TopNEvaluationOptions evaluation = RecommenderSections.Evaluation.Read(yaml, "evaluation", RecommenderSections.Evaluation.Defaults);
        return [.. tables.Select(t => new RecommenderTable(t, evaluation))];
    }

    private static List<KeyValuePair<string, Laboratory.RankMetric>> MetricsOf(YamlSection yaml)
    {
        YamlSection metrics = yaml.Section("metrics");
        return [.. metrics.Keys.Select(name => KeyValuePair.Create(name, Kind.RankMetric.Read(metrics, name, new(Winnow.Evaluation.TopNMetric.Ndcg, 10))))];
    }
}
