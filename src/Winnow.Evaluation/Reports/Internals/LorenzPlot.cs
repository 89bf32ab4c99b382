namespace Winnow.Evaluation.Reports.Internals;

/// <summary>Lorenz curves: which share of the interactions the least popular share of the items has, in training, in the test and in
/// a random draw.</summary>
internal static class LorenzPlot
{
    private const double Width = 520, Height = 300, Left = 58, Right = 400, Top = 14, Bottom = 250;
    private const int Points = 200;

    internal static Html Draw(PopularityDivergence popularity)
    {
        Axis x = Axis.Nice(0, 1, Left, Right, 5), y = Axis.Nice(0, 1, Bottom, Top, 5);
        (string Name, int Colour, string Style, int[] Counts)[] curves =
        [
            ($"training {Figures.Ratio(popularity.KnownGini)}", 2, "", popularity.KnownCounts),
            ($"by chance {Figures.Ratio(popularity.JudgedGini.Expected)}", 0, " dashed", popularity.DrawnCounts),
            ($"test {Figures.Ratio(popularity.JudgedGini.Observed)}", 1, "", popularity.JudgedCounts),
        ];
        double[] at = [.. curves.Select((_, i) => Top + 20 + 20.0 * i)];
        IEnumerable<Html> parts =
        [
            .. Plot.TicksOfY(y, Left, Right), .. Plot.TicksOfX(x, Top, Bottom),
            Plot.Line("diagonal", x.At(0), y.At(0), x.At(1), y.At(1)),
            .. curves.Select(c => Plot.Path($"line {Plot.Colour(c.Colour)}{c.Style}", Curve(c.Counts).Select(p => (x.At(p.X), y.At(p.Y))))),
            .. curves.Select((c, i) => Plot.Text($"label {Plot.Colour(c.Colour)}", Right + 12, at[i], c.Name)),
            Plot.Text("tick", Right + 12, Top + 4, "Gini index"),
            Plot.Text("name middle", (Left + Right) / 2, Bottom + 38, "share of the items, least popular first"),
        ];
        Html drawing = Plot.Drawing(
            Width, Height, "Lorenz curves of popularity", "Cumulative share of the interactions over the cumulative share of the items, least popular first.", parts);
        return Html.Of($"<figure><figcaption>How unequally interactions are spread over items</figcaption>{drawing}</figure>");
    }

    private static IEnumerable<(double X, double Y)> Curve(int[] ascending)
    {
        double sum = ascending.Sum(c => (double)c), before = 0;
        int next = 0;
        for (int point = 0; point <= Points; point++)
        {
            int until = (int)((long)point * ascending.Length / Points);
            for (; next < until; next++) before += ascending[next];
            yield return ((double)until / Math.Max(1, ascending.Length), sum == 0 ? 0 : before / sum);
        }
    }
}
