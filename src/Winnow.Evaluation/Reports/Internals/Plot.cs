namespace Winnow.Evaluation.Reports.Internals;

/// <summary>The parts that all drawings share. Classes are styled by report.css.</summary>
internal static class Plot
{
    /// <summary>Colours of report.css before they repeat.</summary>
    internal const int Colours = 8;

    /// <summary>A drawing with a name and a description for those who cannot see it.</summary>
    internal static Html Drawing(double width, double height, string name, string about, IEnumerable<Html> parts) => Html.Of(
        $"""<svg viewBox="0 0 {width} {height}" role="img"><title>{name}</title><desc>{about}</desc>{parts}</svg>""");

    /// <summary>A drawing about one model, under its name.</summary>
    internal static Html Figure(int model, string name, Html drawing) => Html.Of(
        $"""<figure><figcaption><span class="swatch {Colour(model)}"></span>{name}</figcaption>{drawing}</figure>""");

    /// <summary>Vertical ticks: a hairline across the plot and a label under it.</summary>
    internal static IEnumerable<Html> TicksOfX(Axis x, double top, double bottom) => x.Ticks.SelectMany(tick => new[]
    {
        Line("grid", x.At(tick.Value), top, x.At(tick.Value), bottom),
        Text("tick middle", x.At(tick.Value), bottom + 16, tick.Label),
    });

    /// <summary>Horizontal ticks: a hairline across the plot and a label left of it.</summary>
    internal static IEnumerable<Html> TicksOfY(Axis y, double left, double right) => y.Ticks.SelectMany(tick => new[]
    {
        Line("grid", left, y.At(tick.Value), right, y.At(tick.Value)),
        Text("tick end", left - 8, y.At(tick.Value) + 4, tick.Label),
    });

    internal static Html Text(string kind, double x, double y, string text) =>
        Html.Of($"""<text class="{kind}" x="{x}" y="{y}">{text}</text>""");

    internal static Html Line(string kind, double x1, double y1, double x2, double y2) =>
        Html.Of($"""<line class="{kind}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>""");

    internal static Html Path(string kind, IEnumerable<(double X, double Y)> points) =>
        Html.Of($"""<polyline class="{kind}" points="{points.Select(p => Html.Of($"{p.X},{p.Y} "))}"/>""");

    /// <summary>A point with a tooltip. Each model has its own shape besides its colour.</summary>
    internal static Html Marker(int model, double x, double y, string tooltip, double size = 4)
    {
        Html shape = ((model + model / Colours) % 4) switch
        {
            0 => Html.Of($"""<circle cx="{x}" cy="{y}" r="{size}"/>"""),
            1 => Html.Of($"""<rect x="{x - 0.9 * size}" y="{y - 0.9 * size}" width="{1.8 * size}" height="{1.8 * size}"/>"""),
            2 => Html.Of($"""<path d="M{x} {y - 1.25 * size}L{x + 1.15 * size} {y + 0.8 * size}H{x - 1.15 * size}Z"/>"""),
            _ => Html.Of($"""<path d="M{x} {y - 1.3 * size}L{x + 1.3 * size} {y}L{x} {y + 1.3 * size}L{x - 1.3 * size} {y}Z"/>"""),
        };
        return Html.Of($"""<g class="mark {Colour(model)}"><title>{tooltip}</title>{shape}</g>""");
    }

    /// <summary>The class that carries a model's colour.</summary>
    internal static string Colour(int model) => "c" + model % Colours;

    /// <summary>Moves labels apart so that they are at least <paramref name="gap"/> apart, in their order and as near as
    /// possible to where they belong.</summary>
    /// <param name="wanted">Coordinates wanted.</param>
    /// <param name="gap">Least distance.</param>
    /// <param name="low">Least coordinate.</param>
    /// <param name="high">Greatest coordinate.</param>
    /// <returns>Coordinates in the order of <paramref name="wanted"/>.</returns>
    internal static double[] Spread(IReadOnlyList<double> wanted, double gap, double low, double high)
    {
        int[] order = [.. Enumerable.Range(0, wanted.Count).OrderBy(i => wanted[i])];
        double[] placed = [.. wanted];
        for (int round = 0; round < 100; round++)
            for (int n = 1; n < order.Length; n++)
            {
                double overlap = gap - (placed[order[n]] - placed[order[n - 1]]);
                if (overlap <= 0.01) continue;
                placed[order[n - 1]] -= overlap / 2;
                placed[order[n]] += overlap / 2;
            }
        if (order.Length == 0) return placed;
        double shift = Math.Max(0, low - placed[order[0]]) - Math.Max(0, placed[order[^1]] - high);
        return [.. placed.Select(at => at + shift)];
    }
}
