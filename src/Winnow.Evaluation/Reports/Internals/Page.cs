namespace Winnow.Evaluation.Reports.Internals;

/// <summary>The page: what it shows, and in which order.</summary>
internal static class Page
{
    internal static Html Render(TrainingReport report) => Frame(report.Title, report.Subtitle, Html.Of(
        $"""
        {Verdict.Draw(report)}
        <section><h2>Models</h2>{MetricTable.Draw(report)}</section>
        {ComparisonTable.Draw(report)}
        {Learning(report)}
        {Calibration(report)}
        {Importance(report)}
        {CostTable.Draw(report)}
        {ProvenanceList.Draw(report.Provenance)}
        {MetricGuide.Draw(report)}
        """));

    /// <summary>The page around the sections.</summary>
    internal static Html Frame(string title, string subtitle, Html sections) => Html.Of(
        $"""
        <!DOCTYPE html>
        <html lang="en" xmlns="http://www.w3.org/1999/xhtml">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <meta name="generator" content="Winnow"/>
        <title>{title}</title>
        {Stylesheet.Html}
        </head>
        <body>
        <main>
        <header><h1>{title}</h1>{Subtitle(subtitle)}</header>
        {sections}
        </main>
        </body>
        </html>

        """);

    private static Html Subtitle(string text) => text.Length > 0 ? Html.Of($"""<p class="subtitle">{text}</p>""") : Html.Empty;

    private static Html Learning(TrainingReport report)
    {
        if (report.Models.All(model => model.LearningCurve.Count == 0)) return Html.Empty;
        string dashed = LearningPlot.ShowsTraining(report) ? " Dashed: mean training loss since the evaluation before." : "";
        return Html.Of(
            $"""
            <section><h2>Learning curves</h2>
            <p class="lead">Each point is an evaluation on the validation rows; a ring marks the weights kept.{dashed}</p>
            <div class="pair">{LearningPlot.Auc(report)}{LearningPlot.Loss(report)}</div>{LearningTable.Draw(report)}</section>
            """);
    }

    private static Html Calibration(TrainingReport report)
    {
        CalibrationPlot plot = new(report.Models);
        return Html.Of(
            $"""
            <section><h2>Calibration and scores</h2>
            <p class="lead">A dot is a bin of test rows with similar predictions, with the 95 % interval of its share of
            positives; on the diagonal, predictions come true. Below it, how the scores of negatives and positives are spread. Both
            scales are log-odds.</p>
            <div class="trio">{report.Models.Select(plot.Draw)}</div></section>
            """);
    }

    private static Html Importance(TrainingReport report)
    {
        if (report.Models.All(model => model.Importances.Count == 0)) return Html.Empty;
        ImportancePlot plot = new(report.Models);
        return Html.Of(
            $"""
            <section><h2>What the models lean on</h2>
            <p class="lead">AUC lost when a feature is shuffled over the test rows and the rest is left as it is.</p>
            <div class="trio">{report.Models.Select(plot.Draw)}</div></section>
            """);
    }
}
