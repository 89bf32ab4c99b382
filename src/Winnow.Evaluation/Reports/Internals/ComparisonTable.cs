namespace Winnow.Evaluation.Reports.Internals;

/// <summary>Each model against the reference, on the same rows.</summary>
internal static class ComparisonTable
{
    internal static Html Draw(TrainingReport report)
    {
        List<(ModelResult Model, int Number, PairedComparison Against)> rows = [.. report.Models
            .Select((model, m) => (model, m, model.AgainstReference!)).Where(row => row.Item3 is not null)];
        if (rows.Count == 0 || report.Reference is null) return Html.Empty;
        IEnumerable<double> ends = rows.SelectMany(row => Ends(row.Against.Auc)).Append(0).Where(double.IsFinite);
        IntervalStrip strip = new(ends.Min(), ends.Max(), reference: 0);
        bool hasGauc = rows.Any(row => row.Against.Gauc is not null);
        return Html.Of(
            $"""
            <section><h2>Against {report.Reference}</h2>
            <p class="lead">Differences on the same rows. Both models stumble over the same clicks, so the interval of a difference is much narrower than the intervals of the two models.</p>
            <div class="scroll" tabindex="0" role="region" aria-label="Differences against {report.Reference}"><table>
            <thead><tr><th scope="col">Model</th><th scope="col" class="strip">AUC gained</th><th scope="col" class="number">Δ AUC</th><th scope="col" class="number">p</th>{(hasGauc ? Html.Of($"""<th scope="col" class="number">Δ GAUC</th>""") : Html.Empty)}<th scope="col" class="number">Δ log loss</th></tr></thead>
            <tbody>{rows.Select(row => Row(row.Model, row.Number, row.Against, strip, hasGauc))}</tbody>
            <tfoot><tr><td></td><td class="strip">{strip.Foot()}</td><td colspan="{(hasGauc ? 4 : 3)}" class="note">p: two-sided, bootstrap standard error of the difference. Lower log loss is better.</td></tr></tfoot>
            </table></div></section>
            """);
    }

    private static Html Row(ModelResult model, int number, PairedComparison against, IntervalStrip strip, bool hasGauc) => Html.Of(
        $"""
        <tr><th scope="row"><span class="swatch {Plot.Colour(number)}"></span>{model.Name}</th><td class="strip">{strip.Draw(number, against.Auc.Value, against.Auc.Interval, model.Name)}</td>{Cell(against.Auc)}<td class="number">{Figures.PValue(against.Auc.PValue)}</td>{(hasGauc ? Cell(against.Gauc) : Html.Empty)}{Cell(against.LogLoss)}</tr>

        """);

    private static Html Cell(Difference? difference) => difference is not { } known
        ? Html.Of($"""<td class="number">–</td>""")
        : Html.Of(
            $"""
            <td class="number">{Figures.Signed(known.Value)}<span class="range">{Figures.Signed(known.Interval.Low)} to {Figures.Signed(known.Interval.High)}</span></td>
            """);

    private static double[] Ends(Difference difference) => [difference.Value, difference.Interval.Low, difference.Interval.High];
}
