namespace Winnow.Evaluation.Reports.Internals;

/// <summary>A metric over the epochs, all models in one drawing, each named at the end of its line.</summary>
internal static class LearningPlot
{
    private const double Width = 520, Height = 300, Left = 58, Right = 418, Top = 14, Bottom = 250;

    private sealed record Trace(int Model, string Name, bool IsTraining, IReadOnlyList<(double X, double Y, bool Kept)> Points);

    /// <summary>Training losses are left out where so many lines would hide the validation losses.</summary>
    internal static bool ShowsTraining(TrainingReport report) => report.Models.Count <= 4;

    internal static Html Auc(TrainingReport report) => Draw(
        report,
        "Validation AUC",
        "Validation AUC of each model at each evaluation during training; a ring marks the weights kept.",
        [.. report.Models.Select((model, m) => Of(model, m, false, point => point.ValidationAuc))]);

    internal static Html Loss(TrainingReport report) => Draw(
        report,
        ShowsTraining(report) ? "Log loss" : "Validation log loss",
        "Log loss of each model at each evaluation during training; training loss, where shown, is dashed.",
        [
            .. ShowsTraining(report) ? report.Models.Select((model, m) => Of(model, m, true, point => point.TrainingLoss)) : [],
            .. report.Models.Select((model, m) => Of(model, m, false, point => point.ValidationLogLoss)),
        ]);

    private static Trace Of(ModelResult model, int number, bool isTraining, Func<LearningPoint, double> metric) => new(
        number, model.Name, isTraining,
        [.. model.LearningCurve.Where(point => double.IsFinite(metric(point)))
            .Select(point => (point.Epoch, metric(point), point.IsKept && !isTraining))]);

    private static Html Draw(TrainingReport report, string name, string description, List<Trace> traces)
    {
        traces.RemoveAll(trace => trace.Points.Count == 0);
        if (traces.Count == 0) return Html.Empty;
        (double X, double Y, bool)[] all = [.. traces.SelectMany(trace => trace.Points)];
        Axis x = Axis.Tight(Math.Min(0, all.Min(p => p.X)), all.Max(p => p.X), Left, Right, 6);
        Axis y = Axis.Nice(all.Min(p => p.Y), all.Max(p => p.Y), Bottom, Top, 5);
        IEnumerable<Html> parts =
        [
            .. Plot.TicksOfY(y, Left, Right),
            .. x.Ticks.Select(tick => Plot.Text("tick middle", x.At(tick.Value), Bottom + 18, tick.Label)),
            Plot.Line("axis", Left, Bottom, Right, Bottom),
            Plot.Text("name middle", (Left + Right) / 2, Bottom + 38, "epochs"),
            .. traces.Select(trace => Line(trace, x, y)),
            .. traces.SelectMany(trace => Points(trace, x, y)),
            .. EndLabels(traces, x, y),
        ];
        Html drawing = Plot.Drawing(Width, Height, $"{name}: {report.Title}", description, parts);
        return Html.Of($"<figure><figcaption>{name}</figcaption>{drawing}</figure>");
    }

    private static Html Line(Trace trace, Axis x, Axis y) => Plot.Path(
        $"line {Plot.Colour(trace.Model)}{(trace.IsTraining ? " dashed" : "")}", trace.Points.Select(p => (x.At(p.X), y.At(p.Y))));

    private static IEnumerable<Html> Points(Trace trace, Axis x, Axis y)
    {
        foreach ((double epoch, double value, bool kept) in trace.Points)
        {
            (double left, double top) = (x.At(epoch), y.At(value));
            string tooltip = $"{trace.Name}, epoch {Figures.Epoch(epoch)}: {Figures.Metric(value)}{(kept ? " (kept)" : "")}";
            if (kept) yield return Html.Of($"""<circle class="ring {Plot.Colour(trace.Model)}" cx="{left}" cy="{top}" r="8"/>""");
            if (!trace.IsTraining) yield return Plot.Marker(trace.Model, left, top, tooltip, 3);
        }
    }

    private static IEnumerable<Html> EndLabels(List<Trace> traces, Axis x, Axis y)
    {
        List<Trace> named = [.. traces.Where(trace => !trace.IsTraining)];
        double[] at = Plot.Spread([.. named.Select(trace => y.At(trace.Points[^1].Y))], 16, Top, Bottom);
        for (int n = 0; n < named.Count; n++)
        {
            (double endX, double endY) = (x.At(named[n].Points[^1].X) + 6, y.At(named[n].Points[^1].Y));
            yield return Plot.Line($"leader {Plot.Colour(named[n].Model)}", endX, endY, Right + 12, at[n]);
            yield return Plot.Text($"label {Plot.Colour(named[n].Model)}", Right + 16, at[n] + 4, Labels.Cut(named[n].Name, 14));
        }
    }
}
