namespace Winnow.Evaluation.Reports.Internals;

/// <summary>The first column for cold, light and heavy users.</summary>
internal static class GroupSection
{
    private const double Width = 700, Height = 340, Left = 62, Right = 520, Top = 14, Bottom = 296;

    internal static Html Draw(TopNComparison comparison)
    {
        TopNColumn column = comparison.Columns[0];
        if (!MetricNames.IsPerUser(comparison.Protocol.Definitions.Resolve(column.Metric))) return Html.Empty;
        UserGroup[] groups = [.. comparison.Models[0].Report.Groups.Where(group => group.Rows.Count > 0)];
        double[][] means = [.. comparison.Models.Select(model => groups.Select(group => model.Report.Mean(column.Metric, column.Cutoff, group)).ToArray())];
        IEnumerable<Html> rows = comparison.Models.Select((model, m) => TableMarkup.Row(
        [
            TableMarkup.RowHead(Plot.Colour(m), model.Name),
            .. means[m].Select((mean, g) => TableMarkup.Number(IsBest(means, m, g) ? Html.Of($"<strong>{Figures.Metric(mean)}</strong>") : Html.Of($"{Figures.Metric(mean)}"), null)),
        ]));
        Html[] heads = [TableMarkup.Head("Model"), .. groups.Select(group => TableMarkup.NumberHead($"{group.Name}, {Figures.Count(group.Rows.Count)} users"))];
        return Html.Of(
            $"""
            <section><h2>For whom</h2>
            <p class="lead">{comparison.Title(0)} by what is known of a user: the quarter with the shortest histories, the half in between, the quarter with the
            longest.</p>
            {(groups.Length > 1 ? Lines(comparison, groups, means) : Html.Empty)}{TableMarkup.Table("Groups of users", heads, rows)}</section>
            """);
    }

    private static bool IsBest(double[][] means, int model, int group) => means.All(of => !(of[group] > means[model][group]));

    private static Html Lines(TopNComparison comparison, UserGroup[] groups, double[][] means)
    {
        double[] all = [.. means.SelectMany(of => of).Where(double.IsFinite)];
        if (all.Length == 0) return Html.Empty;
        Axis y = Axis.Nice(all.Min(), all.Max(), Bottom, Top, 5);
        double[] x = [.. Enumerable.Range(0, groups.Length).Select(g => Left + 30 + g * (Right - Left - 50) / (groups.Length - 1))];
        double[] labels = Plot.Spread([.. means.Select(of => y.At(of[^1]))], 15, Top, Bottom + 20);
        IEnumerable<Html> parts =
        [
            .. Plot.TicksOfY(y, Left, Right),
            Plot.Line("axis", Left, Bottom, Right, Bottom),
            .. groups.Select((group, g) => Plot.Text("tick middle", x[g], Bottom + 18, group.Name)),
            .. means.Select((of, m) => Plot.Path($"line thin {Plot.Colour(m)}", of.Select((mean, g) => (x[g], y.At(mean))))),
            .. means.SelectMany((of, m) => of.Select((mean, g) => Plot.Marker(m, x[g], y.At(mean), $"{comparison.Models[m].Name}, {groups[g].Name}: {Figures.Metric(mean)}", 3.4))),
            .. means.Select((of, m) => Plot.Line($"leader {Plot.Colour(m)}", x[^1] + 6, y.At(of[^1]), Right + 6, labels[m])),
            .. means.Select((_, m) => Plot.Text($"point {Plot.Colour(m)}", Right + 10, labels[m] + 4, Labels.Cut(comparison.Models[m].Name, 26))),
        ];
        Html drawing = Plot.Drawing(Width, Math.Max(Height, labels.Max() + 20), $"{comparison.Title(0)} of groups of users", "One line a model from cold over light to heavy users.", parts);
        return Html.Of($"""<figure class="wide">{drawing}</figure>""");
    }
}
