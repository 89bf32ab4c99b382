namespace Winnow.Evaluation.Reports.Internals;

/// <summary>The first column of a comparison over something else, each model a named point.</summary>
internal sealed class ScatterPlot(TopNComparison comparison)
{
    private const double Width = 520, Height = 360, Left = 62, Right = 500, Top = 14, Bottom = 306;

    internal Html Draw(string name, string ofX, Func<ComparedModel, double> value, bool isTime)
    {
        (int Model, double X, double Y)[] points =
        [
            .. comparison.Models.Select((model, m) => (Model: m, X: value(model), Y: comparison[m, 0].Value))
                .Where(p => double.IsFinite(p.X) && double.IsFinite(p.Y) && (!isTime || p.X > 0)),
        ];
        if (points.Length == 0) return Html.Empty;
        Axis x = isTime
            ? Axis.Time(points.Min(p => p.X), points.Max(p => p.X), Left, Right, Figures.Time)
            : Axis.Nice(points.Min(p => p.X), points.Max(p => p.X), Left, Right, 5);
        Axis y = Axis.Nice(points.Min(p => p.Y), points.Max(p => p.Y), Bottom, Top, 5);
        (double X, double Y)[] at = [.. points.Select(p => (x.At(isTime ? Math.Log10(p.X) : p.X), y.At(p.Y)))];
        string[] names = [.. points.Select(p => Labels.Cut(comparison.Models[p.Model].Name, 22))];
        (double X, double Y, string Anchor)[] labels = PointLabels.Place(at, names, (Left, Top, Right + 14, Bottom));
        IEnumerable<Html> parts =
        [
            .. Plot.TicksOfX(x, Top, Bottom),
            .. Plot.TicksOfY(y, Left, Right),
            Plot.Line("axis", Left, Bottom, Right, Bottom),
            Plot.Text("name middle", (Left + Right) / 2, Bottom + 40, ofX),
            .. points.Select((p, i) => Leader(p.Model, at[i], labels[i])),
            .. points.Select((p, i) => Plot.Marker(p.Model, at[i].X, at[i].Y, $"{comparison.Models[p.Model].Name}: {Figures.Metric(p.Y)}, {ofX} {(isTime ? Figures.Time(p.X) : Figures.Metric(p.X))}")),
            .. points.Select((p, i) => Html.Of($"""<text class="point {labels[i].Anchor} {Plot.Colour(p.Model)}" x="{labels[i].X}" y="{labels[i].Y}">{names[i]}</text>""")),
        ];
        string title = $"{comparison.Title(0)} against {ofX}";
        Html drawing = Plot.Drawing(Width, Height, title, $"Each point is a model; {comparison.Title(0)} upwards, {ofX} to the right.", parts);
        return Html.Of($"""<figure><figcaption>{name}<span class="about">{comparison.Title(0)} upwards</span></figcaption>{drawing}</figure>""");
    }

    /// <summary>A line from a point to its name where the name had to go elsewhere.</summary>
    private static Html Leader(int model, (double X, double Y) point, (double X, double Y, string Anchor) label)
    {
        double middle = label.Y - 4, toX = label.Anchor switch { "end" => label.X + 2, "middle" => label.X, _ => label.X - 2 };
        if (label.Anchor == "middle") middle += label.Y > point.Y ? -7 : 6;
        return Math.Abs(toX - point.X) + Math.Abs(middle - point.Y) < 18 ? Html.Empty : Plot.Line($"leader {Plot.Colour(model)}", point.X, point.Y, toX, middle);
    }
}
