namespace Winnow.Evaluation.Reports.Internals;

/// <summary>Each model against the reference, on the same rows.</summary>
internal static class ComparisonTable
{
    private sealed record Rival(int Number, string Name, PairedComparison Against);

    internal static Html Draw(TrainingReport report)
    {
        List<Rival> rivals = [.. report.Models.Index()
            .Where(model => model.Item.AgainstReference is not null)
            .Select(model => new Rival(model.Index, model.Item.Name, model.Item.AgainstReference!))];
        if (rivals.Count == 0 || report.Reference is null) return Html.Empty;
        return Html.Of(
            $"""
            <section><h2>Against {report.Reference}</h2>
            <p class="lead">Differences on the same rows. Both models stumble over the same clicks, so the interval of a difference
            is much narrower than the intervals of the two models.</p>
            {Table(report.Reference, rivals)}</section>
            """);
    }

    private static Html Table(string reference, List<Rival> rivals)
    {
        double[] ends = [0, .. rivals.SelectMany(rival => Ends(rival.Against.Auc)).Where(double.IsFinite)];
        IntervalStrip strip = new(ends.Min(), ends.Max(), reference: 0);
        bool hasGauc = rivals.Any(rival => rival.Against.Gauc is not null);
        List<Html> heads = [TableMarkup.Head("Model"), TableMarkup.StripHead("AUC gained")];
        string[] columns = hasGauc ? ["Δ AUC", "p", "Δ GAUC", "Δ log loss"] : ["Δ AUC", "p", "Δ log loss"];
        heads.AddRange(columns.Select(TableMarkup.NumberHead));
        const string Note = "p: two-sided, bootstrap standard error of the difference. Lower log loss is better.";
        return TableMarkup.Table(
            $"Differences against {reference}", heads, rivals.Select(rival => Row(rival, strip, hasGauc)),
            TableMarkup.Foot(strip.Foot(), columns.Length, Note));
    }

    private static Html Row(Rival rival, IntervalStrip strip, bool hasGauc)
    {
        (int number, string name, PairedComparison against) = rival;
        return TableMarkup.Row(
        [
            TableMarkup.RowHead(Plot.Colour(number), name),
            TableMarkup.Strip(strip.Draw(number, against.Auc.Value, against.Auc.Interval, name)),
            Cell(against.Auc),
            TableMarkup.Number(Figures.PValue(against.Auc.PValue)),
            hasGauc ? Cell(against.Gauc) : Html.Empty,
            Cell(against.LogLoss),
        ]);
    }

    private static Html Cell(Difference? difference)
    {
        if (difference is not { Value: var value, Interval: var interval }) return TableMarkup.Number("–");
        return TableMarkup.Number(
            Html.Of($"{Figures.Signed(value)}"), $"{Figures.Signed(interval.Low)} to {Figures.Signed(interval.High)}");
    }

    private static double[] Ends(Difference difference) => [difference.Value, difference.Interval.Low, difference.Interval.High];
}
