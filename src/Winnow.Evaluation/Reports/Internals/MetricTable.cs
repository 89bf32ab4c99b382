namespace Winnow.Evaluation.Reports.Internals;

/// <summary>The models side by side: every metric with its interval, the best of each column in bold.</summary>
internal sealed class MetricTable
{
    private const int OracleNumber = -1;

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

    private readonly TrainingReport _report;
    private readonly List<Column> _columns;
    private readonly IntervalStrip _strip;

    private MetricTable(TrainingReport report)
    {
        _report = report;
        _columns = [.. Columns(report)];
        double[] ends = [.. Judged(report).SelectMany(Ends).Where(double.IsFinite)];
        _strip = ends.Length == 0 ? new IntervalStrip(0.4, 0.6) : new IntervalStrip(ends.Min(), ends.Max());
    }

    private PointwiseIntervals? Intervals => _report.Models.Select(model => model.Metrics.Intervals).FirstOrDefault(i => i is not null);

    internal static Html Draw(TrainingReport report) => new MetricTable(report).Draw();

    private Html Draw()
    {
        string confidence = Intervals is { } i ? $" with {100 * i.Options.Confidence:0.##} % interval" : "";
        IEnumerable<Html> heads =
        [
            TableMarkup.Head("Model"),
            TableMarkup.StripHead("AUC" + confidence),
            .. _columns.Select(column => TableMarkup.NumberHead(column.Name)),
        ];
        List<Html> rows = [.. _report.Models.Select((model, m) => Row(model.Name, model.Description, model.Metrics, m))];
        if (_report.Oracle is { } oracle)
            rows.Add(Row("Oracle", "Knows the true probabilities; no model can do better, but for chance.", oracle, OracleNumber));
        return TableMarkup.Table(
            "Metrics of the models", heads, rows, TableMarkup.Foot(_strip.Foot(), _columns.Count, Note()));
    }

    private static IEnumerable<Column> Columns(TrainingReport report)
    {
        yield return new("AUC", r => r.Auc, i => i.Auc, auc => -auc, Figures.Metric);
        if (report.Models.Any(model => model.Metrics.Gauc is not null))
            yield return new("GAUC", r => r.Gauc?.Value ?? double.NaN, i => i.Gauc, auc => -auc, Figures.Metric);
        yield return new("Log loss", r => r.LogLoss, i => i.LogLoss, loss => loss, Figures.Metric);
        yield return new("NE", r => r.NormalizedEntropy, i => i.NormalizedEntropy, entropy => entropy, Figures.Metric);
        yield return new(
            "Calibration", r => r.CalibrationRatio, i => i.CalibrationRatio, ratio => Math.Abs(Math.Log(ratio)), Figures.Ratio);
        yield return new("ECE", r => r.Ece, _ => null, error => error, Figures.Metric);
    }

    private static IEnumerable<PointwiseReport> Judged(TrainingReport report) =>
        report.Models.Select(model => model.Metrics).Append(report.Oracle).OfType<PointwiseReport>();

    private static double[] Ends(PointwiseReport metrics) =>
        metrics.Intervals is { Auc: var interval } ? [metrics.Auc, interval.Low, interval.High] : [metrics.Auc];

    private Html Row(string name, string description, PointwiseReport metrics, int number)
    {
        string colour = number == OracleNumber ? "oracle" : Plot.Colour(number);
        Html kind = number == OracleNumber ? Html.Of($" class=\"of-oracle\"") : Html.Empty;
        IEnumerable<Html> cells =
        [
            TableMarkup.RowHead(colour, name, Html.Of($"{About(description)}{About(metrics.AucMissingReason)}")),
            TableMarkup.Strip(_strip.Draw(number, metrics.Auc, metrics.Intervals?.Auc, name)),
            .. _columns.Select(column => Cell(column, metrics, isModel: number != OracleNumber)),
        ];
        return Html.Of($"<tr{kind}>{cells}</tr>\n");
    }

    private static Html About(string? text) =>
        string.IsNullOrEmpty(text) ? Html.Empty : Html.Of($"""<span class="about">{text}</span>""");

    private Html Cell(Column column, PointwiseReport metrics, bool isModel)
    {
        double value = column.Value(metrics);
        bool isBest = isModel && _report.Models.Count > 1 && column.Badness(value) == Best(column);
        Html figure = isBest ? Html.Of($"<strong>{column.Format(value)}</strong>") : Html.Of($"{column.Format(value)}");
        Interval? interval = metrics.Intervals is { } all ? column.Interval(all) : null;
        return TableMarkup.Number(figure, interval is { } i && double.IsFinite(i.Low) ? $"{column.Format(i.Low)}–{column.Format(i.High)}" : null);
    }

    private double Best(Column column) => _report.Models.Select(model => column.Badness(column.Value(model.Metrics)))
        .Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min();

    private string Note()
    {
        PointwiseReport first = _report.Models[0].Metrics;
        string note = $"{Figures.Count(first.Rows)} test rows, {Figures.Percent(first.PositiveRate)} positive.";
        if (first.Gauc is { } gauc)
            note += $" GAUC over {Figures.Count(gauc.GroupsUsed)} groups with both labels; {Figures.Count(gauc.GroupsLeftOut)} groups "
                + $"with one label only are left out, so it speaks of {Figures.Percent(gauc.Coverage)} of the rows.";
        if (Intervals is { Options: var options })
            note += $" Intervals: {Figures.Count(options.Resamples)} bootstrap resamples of "
                + (options.Unit == ResamplingUnit.Groups ? "groups." : "rows.");
        return note;
    }
}
