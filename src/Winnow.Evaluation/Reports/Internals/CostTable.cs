namespace Winnow.Evaluation.Reports.Internals;

/// <summary>What training took.</summary>
internal static class CostTable
{
    internal static Html Draw(TrainingReport report)
    {
        if (report.Models.All(model => model.TrainingTime is null && model.RowsPerSecond is null && model.Weights is null)) return Html.Empty;
        return Html.Of(
            $"""
            <section><h2>Cost of training</h2>
            <div class="scroll" tabindex="0" role="region" aria-label="Cost of training"><table>
            <thead><tr><th scope="col">Model</th><th scope="col" class="number">Time</th><th scope="col" class="number">Rows a second</th><th scope="col" class="number">Weights</th><th scope="col" class="number">Epochs, kept / trained</th></tr></thead>
            <tbody>{report.Models.Select(Row)}</tbody>
            </table></div></section>
            """);
    }

    private static Html Row(ModelResult model, int number) => Html.Of(
        $"""
        <tr><th scope="row"><span class="swatch {Plot.Colour(number)}"></span>{model.Name}</th><td class="number">{(model.TrainingTime is { } time ? Figures.Duration(time) : "–")}</td><td class="number">{Figures.Short(model.RowsPerSecond ?? double.NaN)}</td><td class="number">{Figures.Short(model.Weights ?? double.NaN)}</td><td class="number">{Epochs(model)}</td></tr>

        """);

    private static string Epochs(ModelResult model)
    {
        if (model.LearningCurve.Count == 0) return "–";
        IEnumerable<LearningPoint> kept = model.LearningCurve.Where(point => point.IsKept);
        return $"{(kept.Any() ? Figures.Epoch(kept.Last().Epoch) : "–")} / {Figures.Epoch(model.LearningCurve[^1].Epoch)}";
    }
}
