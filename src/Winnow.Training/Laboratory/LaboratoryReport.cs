using System.Runtime.InteropServices;
using Winnow.Data;
using Winnow.Evaluation;
using Winnow.Evaluation.Reports;
using Winnow.Training.ModelFiles;

namespace Winnow.Training.Laboratory;

/// <summary>What the laboratory tells on its HTML pages.</summary>
public static class LaboratoryReport
{
    /// <summary>The page of one fitted recommender.</summary>
    public static ComparisonReport Of(RecommenderResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        string name = result.Recipe.ModelName;
        TopNComparison alone = TopNComparison.Of(
            [new ComparedModel(name, result.Test) { Fit = result.FitTime }], RecommenderComparer.OptionsOf(result.Recipe.Evaluation, null, Environment.ProcessorCount));
        return Page(alone, name, result.Recipe.Description, [KeyValuePair.Create(name, result.Recipe.ToYaml())], result.Split.Train.Count, result.Recipe.Seed, FactsOf(result.Split));
    }

    /// <summary>The page of several recommenders.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="title">Heading of the page.</param>
    /// <param name="contenders">What was compared, for their recipes.</param>
    public static ComparisonReport Of(TopNComparison comparison, string title, IReadOnlyList<Contender> contenders)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        ArgumentNullException.ThrowIfNull(contenders);
        KeyValuePair<string, string>[] recipes =
            [.. contenders.Select(c => KeyValuePair.Create(c.Name, (c.Recipe ?? RecommenderDirectory.ReadInfo(c.Directory!).Recipe).ToYaml()))];
        return Page(comparison, title, comparison.Protocol.ToString(), recipes, null, null, []);
    }

    private static ComparisonReport Page(
        TopNComparison comparison, string title, string subtitle, KeyValuePair<string, string>[] recipes, long? events, ulong? seed, IReadOnlyList<KeyValuePair<string, string>> facts) => new()
    {
        Title = title, Subtitle = subtitle, Comparison = comparison, SplitFacts = facts,
        Provenance = new Provenance
        {
            DataSet = comparison.Protocol.Split ?? "not named", Fingerprint = comparison.Protocol.Fingerprint, TrainingRows = events, Seed = seed,
            LibraryVersion = LibraryVersion.Full, Machine = $"{RuntimeInformation.OSDescription}, {Environment.ProcessorCount} cores", Recipes = recipes,
        },
    };

    /// <summary>What the diagnosis of the split found: whoever reads the figures must know what they stand on.</summary>
    private static KeyValuePair<string, string>[] FactsOf(InteractionSplit split) =>
        [.. SplitDiagnostics.Check(split).Checks.Select(c => KeyValuePair.Create(c.Name, $"{c.Verdict.ToString().ToLowerInvariant()}: {c.Finding}"))];
}
