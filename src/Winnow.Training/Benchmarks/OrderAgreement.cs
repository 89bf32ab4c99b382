namespace Winnow.Training.Benchmarks;

/// <summary>Whether our figures put the models of a table into the published order.</summary>
/// <param name="Table">The table.</param>
/// <param name="Metric">The metric they are ordered by.</param>
/// <param name="Models">Models with both figures.</param>
/// <param name="KendallTau">Kendall's τ-b of published and measured figures; NaN with fewer than two models, or all equal.</param>
/// <param name="Decided">Pairs of models whose published figures differ by more than twice the tolerance, so that no reproduction within it may turn them round.</param>
/// <param name="Turned">Those of them that ours put the other way round.</param>
/// <remarks>Kendall, Biometrika 33(3), 1945, for τ-b.</remarks>
public sealed record OrderAgreement(
    string Table, string Metric, int Models, double KendallTau, int Decided, IReadOnlyList<(string Better, string Worse)> Turned)
{
    /// <summary>What published and measured figures may differ by; figures of random models vary with the seed more than the others.</summary>
    public const double Tolerance = 0.003;

    /// <summary>Compares the orders within each table, by its last metric that has published figures.</summary>
    /// <param name="rows">Rows of a suite.</param>
    public static IReadOnlyList<OrderAgreement> Of(IReadOnlyList<BenchmarkRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        List<OrderAgreement> all = [];
        foreach (IGrouping<string, BenchmarkRow> table in rows.Where(r => !double.IsNaN(r.Published)).GroupBy(r => r.Table))
        {
            string metric = table.Last().Metric;
            BenchmarkRow[] models = [.. table.Where(r => r.Metric == metric)];
            if (models.Length > 1) all.Add(Of(table.Key, metric, models));
        }
        return all;
    }

    private static OrderAgreement Of(string table, string metric, BenchmarkRow[] models)
    {
        List<(string, string)> turned = [];
        long concordant = 0, discordant = 0, tiedPublished = 0, tiedMeasured = 0;
        int decided = 0;
        for (int i = 0; i < models.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double published = models[i].Published - models[j].Published, measured = models[i].Measured - models[j].Measured;
                if (published == 0) tiedPublished++;
                if (measured == 0) tiedMeasured++;
                if (published * measured > 0) concordant++;
                if (published * measured < 0) discordant++;
                if (Math.Abs(published) <= 2 * Tolerance) continue;
                decided++;
                if (published * measured <= 0) turned.Add(published > 0 ? (models[i].Model, models[j].Model) : (models[j].Model, models[i].Model));
            }
        }
        double pairs = models.Length * (models.Length - 1) / 2.0;
        double tau = (concordant - discordant) / Math.Sqrt((pairs - tiedPublished) * (pairs - tiedMeasured));
        return new OrderAgreement(table, metric, models.Length, tau, decided, turned);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"{Table}, {Metric}: order of {Models} models, Kendall's tau {KendallTau:0.000}; of {Decided} pairs more than {2 * Tolerance} apart {Turned.Count} turned round")
        + (Turned.Count == 0 ? "" : ": " + string.Join(", ", Turned.Select(t => $"{t.Better} before {t.Worse}")));
}
