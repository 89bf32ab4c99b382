namespace Winnow.Evaluation.Reports.Internals;

/// <summary>Reliability of one model above the spread of its scores, both over the log-odds of the prediction.</summary>
internal sealed class CalibrationPlot
{
    private const double Width = 340, Left = 52, Right = 326, Top = 10, Bottom = 284, SpreadTop = 332, SpreadBottom = 400;

    private readonly Axis _x, _y;
    private readonly double _tallest;
    private readonly bool _hasSpread;

    /// <summary>All models get the same axes, so that drawings can be compared.</summary>
    internal CalibrationPlot(IReadOnlyList<ModelResult> models)
    {
        CalibrationBin[] bins = [.. models.SelectMany(model => model.Metrics.Calibration.Bins)];
        ScoreHistogram[] spreads = [.. models.Select(model => model.Scores).OfType<ScoreHistogram>()];
        double low = bins.Min(bin => Math.Min(ScoreHistogram.Logit(bin.MeanScore), Shown(bin.PositiveRate, bin.WilsonLow)));
        double high = bins.Max(bin => Math.Max(ScoreHistogram.Logit(bin.MeanScore), ScoreHistogram.Logit(bin.WilsonHigh)));
        foreach (ScoreHistogram spread in spreads)
        {
            low = Math.Min(low, Quantile(spread, 0.001));
            high = Math.Max(high, Quantile(spread, 0.999));
        }
        _x = Axis.LogOdds(low - 0.2, high + 0.2, Left, Right);
        _y = Axis.LogOdds(low - 0.2, high + 0.2, Bottom, Top);
        _hasSpread = spreads.Length > 0;
        _tallest = spreads.Select(spread => spread.Negatives.Concat(spread.Positives).Max() / spread.BinWidth).DefaultIfEmpty(1).Max();
    }

    internal Html Draw(ModelResult model, int number)
    {
        string description = "Share of positives against mean prediction, in bins of equal mass with 95 % Wilson intervals; the diagonal "
            + "is perfect calibration."
            + (_hasSpread ? " Below: spread of the scores of positives and negatives." : "");
        IEnumerable<Html> parts =
        [
            .. Plot.TicksOfY(_y, Left, Right),
            .. Plot.TicksOfX(_x, Top, Bottom),
            Plot.Line("diagonal", Left, Bottom, Right, Top),
            Plot.Text("name", Left + 6, Top + 14, "share of positives"),
            Plot.Text("name end", Right - 2, Bottom - 8, "prediction"),
            .. model.Metrics.Calibration.Bins.Select(bin => Whisker(bin, number)),
            Plot.Path($"line thin {Plot.Colour(number)}", model.Metrics.Calibration.Bins.Select(Place)),
            .. model.Metrics.Calibration.Bins.Select(bin => Point(bin, number)),
            .. Spread(model.Scores, number),
        ];
        double height = _hasSpread ? 406 : 310;
        return Plot.Figure(number, model.Name, Plot.Drawing(Width, height, $"Calibration of {model.Name}", description, parts));
    }

    private (double X, double Y) Place(CalibrationBin bin) =>
        (_x.At(ScoreHistogram.Logit(bin.MeanScore)), Math.Min(_y.At(ScoreHistogram.Logit(bin.PositiveRate)), Bottom));

    private Html Whisker(CalibrationBin bin, int number)
    {
        double x = Place(bin).X, low = _y.At(ScoreHistogram.Logit(bin.WilsonLow)), high = _y.At(ScoreHistogram.Logit(bin.WilsonHigh));
        return Plot.Line($"whisker {Plot.Colour(number)}", x, Math.Min(low, Bottom), x, high);
    }

    private Html Point(CalibrationBin bin, int number)
    {
        (double x, double y) = Place(bin);
        string range = $"{Figures.Metric(bin.WilsonLow)} – {Figures.Metric(bin.WilsonHigh)}";
        string tooltip = $"{Figures.Count(bin.Rows)} rows: predicted {Figures.Metric(bin.MeanScore)}, positive "
            + $"{Figures.Metric(bin.PositiveRate)} ({range})";
        return Plot.Marker(number, x, y, tooltip, 3.2);
    }

    private IEnumerable<Html> Spread(ScoreHistogram? spread, int number)
    {
        if (spread is null) yield break;
        yield return Area(spread, spread.Negatives, "negatives");
        yield return Area(spread, spread.Positives, $"positives {Plot.Colour(number)}");
        yield return Plot.Line("axis", Left, SpreadBottom, Right, SpreadBottom);
        bool ordered = Peak(spread.Negatives) <= Peak(spread.Positives);
        yield return Label(spread, spread.Negatives, $"key muted {(ordered ? "end" : "")}", "label 0");
        yield return Label(spread, spread.Positives, $"key label {Plot.Colour(number)} {(ordered ? "" : "end")}", "label 1");
    }

    private Html Area(ScoreHistogram spread, IReadOnlyList<double> shares, string kind)
    {
        List<(double, double)> outline = [(X(spread, 0), SpreadBottom)];
        for (int b = 0; b < shares.Count; b++)
        {
            outline.Add((X(spread, b), Y(shares[b] / spread.BinWidth)));
            outline.Add((X(spread, b + 1), Y(shares[b] / spread.BinWidth)));
        }
        outline.Add((X(spread, shares.Count), SpreadBottom));
        return Plot.Path("area " + kind, outline);
    }

    private Html Label(ScoreHistogram spread, IReadOnlyList<double> shares, string kind, string text)
    {
        int peak = Peak(shares);
        return Plot.Text(kind, Math.Clamp(X(spread, peak), Left + 44, Right - 44), Y(shares[peak] / spread.BinWidth) - 5, text);
    }

    private static int Peak(IReadOnlyList<double> shares) => Enumerable.Range(0, shares.Count).MaxBy(b => shares[b]);

    private double X(ScoreHistogram spread, int bin) => Math.Clamp(_x.At(spread.LowestLogit + bin * spread.BinWidth), Left, Right);

    private double Y(double density) => SpreadBottom - density / _tallest * (SpreadBottom - SpreadTop);

    /// <summary>A rate of 0 has no log-odds; its point is drawn on the lower edge and does not stretch the axis.</summary>
    private static double Shown(double rate, double low) => rate > 0 ? ScoreHistogram.Logit(low) : double.PositiveInfinity;

    private static double Quantile(ScoreHistogram spread, double share)
    {
        double sum = 0;
        for (int b = 0; b < spread.Negatives.Count; b++)
        {
            sum += (spread.Negatives[b] + spread.Positives[b]) / 2;
            if (sum >= share) return spread.LowestLogit + (b + 0.5) * spread.BinWidth;
        }
        return spread.LowestLogit + spread.Negatives.Count * spread.BinWidth;
    }
}
