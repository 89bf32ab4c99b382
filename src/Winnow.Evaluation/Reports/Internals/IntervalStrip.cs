namespace Winnow.Evaluation.Reports.Internals;

/// <summary>A dot and its interval in a table cell; all rows of a column share one axis, whose ticks stand in the foot of the
/// table.</summary>
internal sealed class IntervalStrip(double low, double high, double? reference = null)
{
    private const double Width = 210, Height = 26;

    private readonly Axis _x = Axis.Tight(low, high, 18, Width - 18, 4);

    internal Html Draw(int model, double value, Interval? interval, string name)
    {
        if (double.IsNaN(value)) return Html.Empty;
        string tooltip = $"{name}: {Figures.Metric(value)}" + (interval is { } known ? $" ({Figures.Between(known)})" : "");
        IEnumerable<Html> parts =
        [
            .. Grid(Height),
            interval is { } i && double.IsFinite(i.Low)
                ? Plot.Line($"whisker {Colour(model)}", _x.At(i.Low), Height / 2, _x.At(i.High), Height / 2)
                : Html.Empty,
            model < 0 ? Oracle(_x.At(value), tooltip) : Plot.Marker(model, _x.At(value), Height / 2, tooltip, 3.6),
        ];
        return Plot.Drawing(Width, Height, tooltip, "A dot at the estimate, a line over its interval.", parts);
    }

    internal Html Foot()
    {
        IEnumerable<Html> labels = _x.Ticks.Select(tick => Plot.Text("tick middle", _x.At(tick.Value), 13, tick.Label));
        return Plot.Drawing(Width, 18, "Axis of the column above", "", labels);
    }

    private IEnumerable<Html> Grid(double height)
    {
        foreach ((double value, _) in _x.Ticks) yield return Plot.Line("grid", _x.At(value), 0, _x.At(value), height);
        if (reference is { } at) yield return Plot.Line("axis", _x.At(at), 0, _x.At(at), height);
    }

    private static string Colour(int model) => model < 0 ? "oracle" : Plot.Colour(model);

    private static Html Oracle(double x, string tooltip) =>
        Html.Of($"""<g class="mark oracle"><title>{tooltip}</title><path d="M{x - 5} 8L{x + 5} 18M{x - 5} 18L{x + 5} 8"/></g>""");
}
