namespace Winnow.Evaluation.Reports.Internals;

/// <summary>The page of a benchmark suite: a table and a plot for each published table.</summary>
internal static class SuitePage
{
    private const double Size = 320, Edge = 44;

    internal static Html Render(SuiteReport report) => Page.Frame(report.Title, report.Subtitle, Html.Of(
        $"""
        <p class="verdict">{Sentence(report)}</p>
        {report.Tables.Select(Section)}
        {ProvenanceList.Draw(report.Provenance)}
        """));

    private static Html Sentence(SuiteReport report)
    {
        SuiteFigure[] figures = [.. report.Tables.SelectMany(t => t.Rows).SelectMany(r => r.Figures).Where(f => double.IsFinite(f.Published) && double.IsFinite(f.Measured))];
        if (figures.Length == 0) return Html.Of($"No published figure stands beside ours.");
        string share = $"{figures.Count(f => Distance(f) <= 0.0005)} of {figures.Length}";
        string far = Figures.Metric(figures.Max(Distance));
        return Html.Of($"<strong>{share}</strong> figures lie within 0.0005 of the published ones, the farthest is {far} away.");
    }

    private static double Distance(SuiteFigure figure) => Math.Abs(Math.Round(figure.Measured, 4) - figure.Published);

    private static Html Section(SuiteTable table)
    {
        IEnumerable<Html> heads = [TableMarkup.Head("Model"), .. table.Metrics.Select(TableMarkup.NumberHead), TableMarkup.NumberHead("Runs"), TableMarkup.NumberHead("Fit"), TableMarkup.NumberHead("Judging")];
        Html order = table.Order.Length > 0 ? Html.Of($"""<p class="lead">{table.Order}</p>""") : Html.Empty;
        Html notRun = table.NotRun.Count > 0 ? Html.Of($"""<p class="note">Published, but not run here: {string.Join(", ", table.NotRun)}.</p>""") : Html.Empty;
        return Html.Of(
            $"""
            <section><h2>{table.Title}</h2>{order}
            {TableMarkup.Table(table.Title, heads, table.Rows.Select(Row))}
            <p class="note">Under each of our figures the published one and the difference. {table.Protocol}.</p>{notRun}
            {Drawing(table)}</section>
            """);
    }

    private static Html Row(SuiteRow row, int number)
    {
        double judging = row.EvaluationSeconds, fit = double.IsNaN(judging) ? row.Seconds : row.Seconds - judging;
        return TableMarkup.Row(
        [
            TableMarkup.RowHead(Plot.Colour(number), row.Model),
            .. row.Figures.Select(Cell),
            TableMarkup.Number(Figures.Count(row.Runs)), TableMarkup.Number(Time(fit)), TableMarkup.Number(Time(judging)),
        ]);
    }

    private static string Time(double seconds) => double.IsFinite(seconds) ? Figures.Duration(TimeSpan.FromSeconds(seconds)) : "–";

    private static Html Cell(SuiteFigure figure)
    {
        string spread = figure.Std > 0 ? $" ± {Figures.Metric(figure.Std)}" : "";
        string beside = double.IsFinite(figure.Published) ? $"{Figures.Metric(figure.Published)}, {Figures.Signed(Math.Round(figure.Measured - figure.Published, 4) + 0.0)}" : "none published";
        return TableMarkup.Number(Html.Of($"{Figures.Metric(figure.Measured) + spread}"), beside);
    }

    /// <summary>Published against ours by the last metric; on the diagonal they agree.</summary>
    private static Html Drawing(SuiteTable table)
    {
        int last = table.Metrics.Count - 1;
        (string Model, SuiteFigure Figure, int Number)[] points =
            [.. table.Rows.Select((r, i) => (r.Model, r.Figures[last], i)).Where(p => double.IsFinite(p.Item2.Published) && double.IsFinite(p.Item2.Measured))];
        if (points.Length < 2) return Html.Empty;
        double low = points.Min(p => Math.Min(p.Figure.Published, p.Figure.Measured)), high = points.Max(p => Math.Max(p.Figure.Published, p.Figure.Measured));
        Axis x = Axis.Nice(low, high, Edge, Size - 10, 4), y = Axis.Nice(low, high, Size - Edge, 10, 4);
        IEnumerable<Html> parts =
        [
            .. Plot.TicksOfX(x, 10, Size - Edge), .. Plot.TicksOfY(y, Edge, Size - 10),
            Plot.Line("axis", x.At(low), y.At(low), x.At(high), y.At(high)),
            .. points.Select(p => Plot.Marker(p.Number, x.At(p.Figure.Published), y.At(p.Figure.Measured), $"{p.Model}: published {Figures.Metric(p.Figure.Published)}, ours {Figures.Metric(p.Figure.Measured)}")),
        ];
        return Html.Of(
            $"""
            <div class="trio"><figure><figcaption>{table.Metrics[last]}: published to the right, ours upwards</figcaption>
            {Plot.Drawing(Size, Size, "Published against ours", "On the diagonal both agree.", parts)}</figure></div>
            """);
    }
}
