namespace Winnow.Evaluation.Reports.Internals;

/// <summary>The result in one sentence, and the figures behind it as tiles.</summary>
internal static class Verdict
{
    internal static Html Draw(TrainingReport report)
    {
        if (report.Models.Where(model => !double.IsNaN(model.Metrics.Auc)).MaxBy(model => model.Metrics.Auc) is not { } best)
            return Html.Of($"""<p class="verdict">No model has an AUC: the test rows carry one label only.</p>""");
        return Html.Of($"""<p class="verdict">{Sentence(report, best)}</p><ul class="tiles">{Tiles(report, best)}</ul>""");
    }

    private static Html Sentence(TrainingReport report, ModelResult best)
    {
        Html share = Html.Of($"<strong>{Figures.Percent(best.Metrics.Auc)}</strong>");
        Html sentence = Html.Of(
            $"<strong>{best.Name}</strong> ranks a random positive above a random negative in {share} of cases");
        ModelResult? reference = report.Models.FirstOrDefault(model => model.Name == report.Reference && model != best);
        if (reference is not null)
            sentence = Html.Of(
                $"{sentence}, {reference.Name} in {Figures.Percent(reference.Metrics.Auc)}{Doubt(best.AgainstReference)}");
        if (report.Oracle is { } oracle && !double.IsNaN(oracle.Auc))
            sentence = Html.Of($"{sentence}; the true probabilities would in {Figures.Percent(oracle.Auc)}");
        return Html.Of($"{sentence}.");
    }

    private static string Doubt(PairedComparison? against) =>
        against is { Auc.Interval: var interval } && interval.Contains(0) ? " (the difference may be chance)" : "";

    private static IEnumerable<Html> Tiles(TrainingReport report, ModelResult best)
    {
        PointwiseReport metrics = best.Metrics;
        string entropy = Figures.Metric(metrics.NormalizedEntropy), seconds = best.TrainingTime is { } time ? Figures.Duration(time) : "";
        yield return Tile("Best AUC", Figures.Metric(metrics.Auc), metrics.Intervals is { } i ? Figures.Between(i.Auc) : best.Name);
        yield return Tile("Log loss", Figures.Metric(metrics.LogLoss), $"{entropy} of the base rate's");
        yield return Tile("Calibration", Figures.Ratio(metrics.CalibrationRatio), "predicted / came");
        if (best.RowsPerSecond is { } speed)
            yield return Tile("Training rows a second", Figures.Short(speed), seconds.Length > 0 ? seconds + " in all" : "");
        yield return Tile("Test rows", Figures.Count(metrics.Rows), $"{Figures.Percent(metrics.PositiveRate)} positive");
    }

    private static Html Tile(string name, string figure, string note) => Html.Of(
        $"""
        <li><span class="tile-name">{name}</span><span class="tile-figure">{figure}</span>
        <span class="tile-note">{note}</span></li>
        """);
}
