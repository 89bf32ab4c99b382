namespace Winnow.Evaluation.Reports.Internals;

/// <summary>Share of the test in ten groups of items from the most to the least popular, beside what random draws give.</summary>
internal static class GroupSharePlot
{
    private const double Width = 520, Height = 300, Left = 58, Right = 500, Top = 14, Bottom = 232;
    private const int Chance = 0, Test = 1;

    internal static Html Draw(PopularityDivergence popularity)
    {
        IReadOnlyList<ReferenceFigure> groups = popularity.Groups;
        double highest = groups.Max(g => Math.Max(g.Observed, g.High)), step = (Right - Left) / groups.Count;
        Axis y = Axis.Nice(0, highest, Bottom, Top, 5);
        IEnumerable<Html> parts =
        [
            .. Plot.TicksOfY(y, Left, Right),
            Plot.Line("axis", Left, Bottom, Right, Bottom),
            .. groups.SelectMany((g, i) => Group(g, popularity.GroupItems[i], Left + (i + 0.5) * step, i, y)),
            Plot.Text("name middle", (Left + Right) / 2, Bottom + 36, "items in each group, most popular first"),
            Plot.Text($"label {Plot.Colour(Chance)}", Left, Height - 8, "bar: drawn at random, 95 %"),
            Plot.Text($"label {Plot.Colour(Test)}", Left + 240, Height - 8, "shape: this test"),
        ];
        Html drawing = Plot.Drawing(
            Width, Height, "Share of the test by popularity",
            "Share of the test pairs in ten groups of items that hold equally many interactions, with the 95 % range of random draws.", parts);
        return Html.Of($"<figure><figcaption>Share of the test pairs by popularity of the item</figcaption>{drawing}</figure>");
    }

    private static IEnumerable<Html> Group(ReferenceFigure share, int items, double x, int group, Axis y)
    {
        double low = y.At(share.Low), high = y.At(share.High);
        string tooltip = $"group {group + 1}, {Figures.Count(items)} items: {Figures.Percent(share.Observed)} of the test; {Figures.Percent(share.Low)} to {Figures.Percent(share.High)} by chance";
        yield return Html.Of($"""<g class="bar {Plot.Colour(Chance)}"><title>{tooltip}</title><rect x="{x - 13}" y="{high}" width="26" height="{Math.Max(1.5, low - high)}" rx="1.5"/></g>""");
        yield return Plot.Marker(Test, x, y.At(share.Observed), tooltip, 5);
        yield return Plot.Text("tick middle", x, Bottom + 16, Figures.Short(items));
    }
}
