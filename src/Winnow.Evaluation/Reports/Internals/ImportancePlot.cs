namespace Winnow.Evaluation.Reports.Internals;

/// <summary>AUC that a model loses when a feature is shuffled: a bar a feature. All models get the same features in the same
/// order and the same scale, so that a row can be read across.</summary>
internal sealed class ImportancePlot
{
    private const int Most = 20;
    private const double Width = 340, Left = 118, Right = 284, RowHeight = 20, Top = 4;

    private readonly List<string> _features;
    private readonly int _notShown;
    private readonly Axis _x;

    internal ImportancePlot(IReadOnlyList<ModelResult> models)
    {
        List<FeatureImportance> all = [.. models.SelectMany(model => model.Importances)];
        List<string> ranked = [.. all.GroupBy(importance => importance.Feature)
            .OrderByDescending(same => same.Max(importance => importance.AucDrop)).Select(same => same.Key)];
        _features = [.. ranked.Take(Most)];
        _notShown = ranked.Count - _features.Count;
        double largest = Math.Max(1e-6, all.Select(i => i.AucDrop).DefaultIfEmpty(0).Max());
        double least = all.Select(i => i.AucDrop).DefaultIfEmpty(0).Min();
        _x = new Axis(Math.Min(0, least), largest, Left, Right, []);
    }

    internal Html Draw(ModelResult model, int number)
    {
        if (model.Importances.Count == 0) return Html.Empty;
        double bottom = Top + RowHeight * _features.Count;
        IEnumerable<Html> parts =
        [
            .. model.Importances.SelectMany(feature => Bar(feature, number)),
            Plot.Line("axis", _x.At(0), Top, _x.At(0), bottom),
        ];
        string left = _notShown > 0 ? $" {_notShown} more features matter less and are not shown." : "";
        string description = $"AUC lost by {model.Name} when a feature is shuffled over the test rows, largest first.{left}";
        return Plot.Figure(
            number, model.Name, Plot.Drawing(Width, bottom + 6, $"Importance of features for {model.Name}", description, parts));
    }

    private IEnumerable<Html> Bar(FeatureImportance feature, int number)
    {
        int row = _features.IndexOf(feature.Feature);
        if (row < 0) yield break;
        double zero = _x.At(0), end = _x.At(feature.AucDrop), spread = _x.At(feature.AucDropDeviation) - zero;
        double from = Math.Min(zero, end), to = Math.Max(zero, end), top = Top + RowHeight * row, middle = top + RowHeight / 2;
        string tooltip =
            $"{feature.Feature}: AUC {Figures.Signed(-feature.AucDrop)}, log loss {Figures.Signed(feature.LogLossRise)}";
        yield return Plot.Text("tick end", Left - 8, middle + 4, Labels.Cut(feature.Feature, 18));
        Html rectangle = Html.Of(
            $"""<rect x="{from}" y="{top + 4}" width="{Math.Max(to - from, 0.75)}" height="{RowHeight - 8}" rx="1.5"/>""");
        yield return Html.Of($"""<g class="bar {Plot.Colour(number)}"><title>{tooltip}</title>{rectangle}</g>""");
        if (spread > 1) yield return Plot.Line("spread", end - spread, middle, end + spread, middle);
        yield return Plot.Text("figure", to + 6 + Math.Max(0, spread), middle + 4, Figures.Metric(feature.AucDrop));
    }
}
