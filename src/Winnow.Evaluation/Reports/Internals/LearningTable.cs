namespace Winnow.Evaluation.Reports.Internals;

/// <summary>The learning curves in numbers, to fold out: for those who cannot see the drawing or want to copy.</summary>
internal static class LearningTable
{
    private static readonly string[] Columns = ["Epoch", "Training loss", "Validation log loss", "Validation AUC"];

    internal static Html Draw(TrainingReport report)
    {
        IEnumerable<Html> heads = [TableMarkup.Head("Model"), .. Columns.Select(TableMarkup.NumberHead), TableMarkup.Head("")];
        IEnumerable<Html> rows = report.Models.Index()
            .SelectMany(model => model.Item.LearningCurve.Select(point => Row(model.Index, model.Item.Name, point)));
        return Html.Of(
            $"""
            <details><summary>Learning curves in numbers</summary>
            {TableMarkup.Table("Learning curves in numbers", heads, rows)}</details>
            """);
    }

    private static Html Row(int number, string name, LearningPoint point) => TableMarkup.Row(
    [
        TableMarkup.RowHead(Plot.Colour(number), name),
        TableMarkup.Number(Figures.Epoch(point.Epoch)),
        TableMarkup.Number(Figures.Metric(point.TrainingLoss)),
        TableMarkup.Number(Figures.Metric(point.ValidationLogLoss)),
        TableMarkup.Number(Figures.Metric(point.ValidationAuc)),
        Html.Of($"<td>{(point.IsKept ? "kept" : "")}</td>"),
    ]);
}
