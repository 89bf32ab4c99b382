namespace Winnow.Evaluation.Reports.Internals;

/// <summary>The learning curves in numbers, to fold out: for those who cannot see the drawing or want to copy.</summary>
internal static class LearningTable
{
    internal static Html Draw(TrainingReport report) => Html.Of(
        $"""
        <details><summary>Learning curves in numbers</summary><div class="scroll" tabindex="0" role="region" aria-label="Learning curves in numbers"><table>
        <thead><tr><th scope="col">Model</th><th scope="col" class="number">Epoch</th><th scope="col" class="number">Training loss</th><th scope="col" class="number">Validation log loss</th><th scope="col" class="number">Validation AUC</th><th scope="col"></th></tr></thead>
        <tbody>{report.Models.SelectMany(model => model.LearningCurve.Select(point => Row(model, point)))}</tbody>
        </table></div></details>
        """);

    private static Html Row(ModelResult model, LearningPoint point) => Html.Of(
        $"""
        <tr><th scope="row">{model.Name}</th><td class="number">{Figures.Epoch(point.Epoch)}</td><td class="number">{Figures.Metric(point.TrainingLoss)}</td><td class="number">{Figures.Metric(point.ValidationLogLoss)}</td><td class="number">{Figures.Metric(point.ValidationAuc)}</td><td>{(point.IsKept ? "kept" : "")}</td></tr>

        """);
}
