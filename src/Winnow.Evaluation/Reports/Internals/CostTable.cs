namespace Winnow.Evaluation.Reports.Internals;

/// <summary>What training took.</summary>
internal static class CostTable
{
    private static readonly string[] Columns = ["Time", "Rows a second", "Weights", "Epochs, kept / trained"];

    internal static Html Draw(TrainingReport report)
    {
        if (!report.Models.Any(HasCost)) return Html.Empty;
        IEnumerable<Html> heads = [TableMarkup.Head("Model"), .. Columns.Select(TableMarkup.NumberHead)];
        return Html.Of(
            $"""
            <section><h2>Cost of training</h2>
            {TableMarkup.Table("Cost of training", heads, report.Models.Select(Row))}</section>
            """);
    }

    private static bool HasCost(ModelResult model) =>
        model.TrainingTime is not null || model.RowsPerSecond is not null || model.Weights is not null;

    private static Html Row(ModelResult model, int number) => TableMarkup.Row(
    [
        TableMarkup.RowHead(Plot.Colour(number), model.Name),
        TableMarkup.Number(model.TrainingTime is { } time ? Figures.Duration(time) : "–"),
        TableMarkup.Number(Figures.Short(model.RowsPerSecond ?? double.NaN)),
        TableMarkup.Number(Figures.Short(model.Weights ?? double.NaN)),
        TableMarkup.Number(Epochs(model)),
    ]);

    private static string Epochs(ModelResult model)
    {
        if (model.LearningCurve.Count == 0) return "–";
        IEnumerable<LearningPoint> kept = model.LearningCurve.Where(point => point.IsKept);
        return $"{(kept.Any() ? Figures.Epoch(kept.Last().Epoch) : "–")} / {Figures.Epoch(model.LearningCurve[^1].Epoch)}";
    }
}
