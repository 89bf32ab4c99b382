namespace Winnow.Evaluation.Reports.Internals;

/// <summary>The models side by side: every metric with its interval, the best of each column in bold.</summary>
internal static class MetricTable
{
    /// <param name="Name">Heading of the column.</param>
    /// <param name="Value">The metric.</param>
    /// <param name="Interval">Its interval, if there is one.</param>
    /// <param name="Badness">What the best model has least of.</param>
    /// <param name="Format">The metric as text.</param>
    private sealed record Column(
        string Name,
        Func<PointwiseReport, double> Value,
        Func<PointwiseIntervals, Interval?> Interval,
        Func<double, double> Badness,
        Func<double, string> Format);

    internal static Html Draw(TrainingReport report)
    {
        List<Column> columns = [.. Columns(report)];
        IntervalStrip strip = Strip(report);
        IEnumerable<Html> rows =
        [
            .. report.Models.Select((model, m) => Row(report, columns, strip, model.Name, model.Description, model.Metrics, m)),
            report.Oracle is { } oracle
                ? Row(report, columns, strip, "Oracle", "Knows the true probabilities; no model can do better, but for chance.", oracle, -1)
                : Html.Empty,
        ];
        return Html.Of(
            $"""
            <div class="scroll" tabindex="0" role="region" aria-label="Metrics of the models"><table>
            <thead><tr><th scope="col">Model</th><th scope="col" class="strip">AUC{Confidence(report)}</th>{columns.Select(c => Html.Of($"""<th scope="col" class="number">{c.Name}</th>"""))}</tr></thead>
            <tbody>{rows}</tbody>
            <tfoot><tr><td></td><td class="strip">{strip.Foot()}</td><td colspan="{columns.Count}" class="note">{Note(report)}</td></tr></tfoot>
            </table></div>
            """);
    }

    private static IEnumerable<Column> Columns(TrainingReport report)
    {
        yield return new("AUC", r => r.Auc, i => i.Auc, auc => -auc, Figures.Metric);
        if (report.Models.Any(model => model.Metrics.Gauc is not null))
            yield return new("GAUC", r => r.Gauc?.Value ?? double.NaN, i => i.Gauc, auc => -auc, Figures.Metric);
        yield return new("Log loss", r => r.LogLoss, i => i.LogLoss, loss => loss, Figures.Metric);
        yield return new("NE", r => r.NormalizedEntropy, i => i.NormalizedEntropy, entropy => entropy, Figures.Metric);
        yield return new("Calibration", r => r.CalibrationRatio, i => i.CalibrationRatio, ratio => Math.Abs(Math.Log(ratio)), Figures.Ratio);
        yield return new("ECE", r => r.Ece, _ => null, error => error, Figures.Metric);
    }

    private static IntervalStrip Strip(TrainingReport report)
    {
        List<double> ends = [];
        foreach (PointwiseReport metrics in report.Models.Select(model => model.Metrics).Append(report.Oracle).OfType<PointwiseReport>())
            ends.AddRange([metrics.Auc, metrics.Intervals?.Auc.Low ?? metrics.Auc, metrics.Intervals?.Auc.High ?? metrics.Auc]);
        ends.RemoveAll(double.IsNaN);
        return ends.Count == 0 ? new IntervalStrip(0.4, 0.6) : new IntervalStrip(ends.Min(), ends.Max());
    }

    private static Html Row(
        TrainingReport report, List<Column> columns, IntervalStrip strip, string name, string description, PointwiseReport metrics, int model)
    {
        string colour = model < 0 ? "oracle" : Plot.Colour(model);
        Html about = description.Length > 0 ? Html.Of($"""<span class="about">{description}</span>""") : Html.Empty;
        Html missing = metrics.AucMissingReason is { } reason ? Html.Of($"""<span class="about">{reason}</span>""") : Html.Empty;
        return Html.Of(
            $"""
            <tr{(model < 0 ? Html.Of($" class=\"of-oracle\"") : Html.Empty)}><th scope="row"><span class="swatch {colour}"></span>{name}{about}{missing}</th>
            <td class="strip">{strip.Draw(model, metrics.Auc, metrics.Intervals?.Auc, name)}</td>{columns.Select(c => Cell(report, c, metrics, model))}</tr>

            """);
    }

    private static Html Cell(TrainingReport report, Column column, PointwiseReport metrics, int model)
    {
        double value = column.Value(metrics);
        double best = report.Models.Select(m => column.Badness(column.Value(m.Metrics))).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min();
        bool isBest = model >= 0 && report.Models.Count > 1 && column.Badness(value) == best;
        Interval? interval = metrics.Intervals is { } all ? column.Interval(all) : null;
        Html range = interval is { } i && double.IsFinite(i.Low)
            ? Html.Of($"""<span class="range">{column.Format(i.Low)}–{column.Format(i.High)}</span>""")
            : Html.Empty;
        Html number = isBest ? Html.Of($"<strong>{column.Format(value)}</strong>") : Html.Of($"{column.Format(value)}");
        return Html.Of($"""<td class="number">{number}{range}</td>""");
    }

    private static string Confidence(TrainingReport report) =>
        Intervals(report) is { } i ? $" with {100 * i.Options.Confidence:0.##} % interval" : "";

    private static string Note(TrainingReport report)
    {
        PointwiseReport first = report.Models[0].Metrics;
        string note = $"{Figures.Count(first.Rows)} test rows, {Figures.Percent(first.PositiveRate)} positive.";
        if (first.Gauc is { } gauc)
            note += $" GAUC over {Figures.Count(gauc.GroupsUsed)} groups with both labels; {Figures.Count(gauc.GroupsLeftOut)} groups with one label "
                + $"only are left out, so it speaks of {Figures.Percent(gauc.Coverage)} of the rows.";
        if (Intervals(report) is { Options: var options })
            note += $" Intervals: {Figures.Count(options.Resamples)} bootstrap resamples of {(options.Unit == ResamplingUnit.Groups ? "groups" : "rows")}.";
        return note;
    }

    private static PointwiseIntervals? Intervals(TrainingReport report) =>
        report.Models.Select(model => model.Metrics.Intervals).FirstOrDefault(i => i is not null);
}
