namespace Winnow.Evaluation.Reports.Internals;

/// <summary>Each metric in a sentence or two.</summary>
internal static class MetricGuide
{
    private static readonly (string Name, string Meaning)[] Metrics =
    [
        (
            "AUC",
            "How often a random positive scores above a random negative; equal scores count one half. 0.5 is "
            + "guessing, 1 is perfect order. It judges order only, not whether probabilities are right."),
        (
            "GAUC",
            "AUC within each group (here usually a user), averaged by impressions. It does not reward telling active "
            + "users from idle ones, so it is nearer to what a ranked page shows."),
        (
            "Log loss",
            "Mean −ln of the probability given to what happened. It punishes confident mistakes, and it is what "
            + "training minimises. Lower is better."),
        (
            "NE",
            "Normalised entropy: log loss divided by that of a model which knows only the overall rate of positives. "
            + "1 is no better than that; lower is better, and data sets of different rates can be compared."),
        (
            "Calibration",
            "Sum of predicted probabilities over number of positives. 1.1 means that 10 % more was promised than "
            + "came."),
        (
            "ECE",
            "Expected calibration error: rows are put into bins of equal size by score, and the gap between mean "
            + "prediction and share of positives is averaged. Lower is better."),
        (
            "Interval",
            "Range that holds the metric with the stated confidence if the test rows were drawn anew. It says nothing "
            + "about training again with another seed."),
        (
            "Importance",
            "AUC lost when one feature is shuffled over the test rows. It tells what this model leans on, not what "
            + "causes clicks; features that say the same share their importance."),
        ("Oracle", "The true probabilities that a simulated log was drawn from. The rest of the way to AUC 1 is chance."),
    ];

    internal static Html Draw(TrainingReport report)
    {
        HashSet<string> left = [];
        if (report.Models.All(model => model.Metrics.Gauc is null)) left.Add("GAUC");
        if (report.Models.All(model => model.Metrics.Intervals is null)) left.Add("Interval");
        if (report.Models.All(model => model.Importances.Count == 0)) left.Add("Importance");
        if (report.Oracle is null) left.Add("Oracle");
        IEnumerable<Html> rows = Metrics.Where(metric => !left.Contains(metric.Name))
            .Select(metric => Html.Of($"<div><dt>{metric.Name}</dt><dd>{metric.Meaning}</dd></div>"));
        return Html.Of($"""<section><h2>How to read the metrics</h2><dl class="guide">{rows}</dl></section>""");
    }
}
