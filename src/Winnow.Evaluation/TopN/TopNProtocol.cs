using System.Globalization;
using Winnow.Data;

namespace Winnow.Evaluation;

/// <summary>How a result came about: split, candidates, filter, ties, definitions, cut-offs. Two results may stand in one table only if these are
/// equal, so it is printed beside every result.</summary>
public sealed record TopNProtocol
{
    /// <summary>How the interactions were cut, in words; null: the evaluator was given a part without a split.</summary>
    public string? Split { get; init; }

    /// <summary>Fingerprint of the split; null as above.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Which part was judged on: <c>test</c> or <c>validation</c>; null as above.</summary>
    public string? Part { get; init; }

    /// <summary>Number of users judged.</summary>
    public required int Users { get; init; }

    /// <summary>Number of items of the catalogue.</summary>
    public required int Items { get; init; }

    /// <summary>Against what the relevant items were ranked: <c>[1+99]</c> for one relevant item and 99 negatives; empty for the whole
    /// catalogue. Stands behind the name of every metric.</summary>
    public required string CandidateLabel { get; init; }

    /// <summary>Whether known items were kept out of lists.</summary>
    public required bool FilterSeen { get; init; }

    /// <summary>Who came first among equal scores.</summary>
    public required TieOrder Ties { get; init; }

    /// <summary>Seed of tie keys and sampled negatives.</summary>
    public required ulong Seed { get; init; }

    /// <summary>What the plain metric names mean.</summary>
    public required MetricDefinitions Definitions { get; init; }

    /// <summary>Where lists were cut.</summary>
    public required IReadOnlyList<int> Cutoffs { get; init; }

    /// <summary>Whether the whole catalogue was ranked.</summary>
    public bool FullCatalogue => CandidateLabel.Length == 0;

    /// <summary>Name of a metric at a cut-off under this protocol: <c>NDCG@10</c>, <c>HR@10 [1+99]</c>.</summary>
    public string NameOf(TopNMetric metric, int cutoff)
    {
        TopNMetric meant = Definitions.Resolve(metric);
        string name = MetricNames.Of(meant), at = meant == TopNMetric.Auc ? "" : string.Create(CultureInfo.InvariantCulture, $"@{cutoff}");
        int bracket = name.IndexOf('[', StringComparison.Ordinal);
        name = bracket < 0 ? name + at : name.Insert(bracket, at);
        return FullCatalogue ? name : $"{name} {CandidateLabel}";
    }

    /// <summary>Why results of two protocols must not be compared; null if they may.</summary>
    public string? DifferenceFrom(TopNProtocol other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Fingerprint != other.Fingerprint) return $"the splits differ: {Fingerprint ?? "without fingerprint"} and {other.Fingerprint ?? "without fingerprint"}";
        if (Part != other.Part) return $"one judges the {Part} part, the other the {other.Part} part";
        if (Users != other.Users || Items != other.Items) return $"{Users:N0} users and {Items:N0} items stand against {other.Users:N0} and {other.Items:N0}";
        if (CandidateLabel != other.CandidateLabel)
            return $"the candidates differ: {Candidates} and {other.Candidates}; sampled metrics do not order models as the full catalogue does";
        if (FilterSeen != other.FilterSeen) return "one filters seen items, the other does not";
        if (Ties != other.Ties) return $"ties are broken by {Ties} and by {other.Ties}";
        if (Seed != other.Seed && (Ties == TieOrder.RandomKey || !FullCatalogue)) return $"the seeds differ: {Seed} and {other.Seed}";
        if (Definitions != other.Definitions) return $"metrics are defined by {Definitions.Name} and by {other.Definitions.Name}";
        return null;
    }

    /// <summary>The candidates in words.</summary>
    public string Candidates => FullCatalogue ? $"all {Items.ToString("N0", CultureInfo.InvariantCulture)} items" : $"relevant + negatives {CandidateLabel}";

    /// <summary>The whole protocol in one line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Split ?? "split unnamed"}{(Part is null ? "" : $", {Part} part")}; {Users:N0} users; candidates: {Candidates}; " +
        $"seen items {(FilterSeen ? "filtered" : "kept")}; ties by {(Ties == TieOrder.RandomKey ? $"random key (seed {Seed})" : "numpy's order")}; " +
        $"metrics: {Definitions.Name}; cut at {string.Join(", ", Cutoffs)}; fingerprint {Fingerprint ?? "none"}");

    internal static TopNProtocol Of(HeldOut heldOut, TopNOptions options) => new()
    {
        Users = heldOut.Users.Count,
        Items = heldOut.Relevant.Cols,
        CandidateLabel = LabelOf(heldOut, options),
        FilterSeen = options.FilterSeen,
        Ties = options.Ties,
        Seed = options.Seed,
        Definitions = options.Definitions,
        Cutoffs = [.. options.Cutoffs],
    };

    private static string LabelOf(HeldOut heldOut, TopNOptions options)
    {
        if (options.Candidates == CandidateSet.FullCatalogue) return "";
        string relevant = Range(heldOut.Relevant) is "1" ? "1" : "n";
        if (options.Candidates == CandidateSet.Sampled) return string.Create(CultureInfo.InvariantCulture, $"[{relevant}+{options.SampledNegatives} sampled]");
        return heldOut.Negatives is { } negatives ? $"[{relevant}+{Range(negatives)}]" : "";
    }

    private static string Range(Winnow.Numerics.CsrMatrix matrix)
    {
        int least = int.MaxValue, most = 0;
        for (int row = 0; row < matrix.Rows; row++) (least, most) = (Math.Min(least, matrix.RowLength(row)), Math.Max(most, matrix.RowLength(row)));
        return least >= most ? most.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{least}…{most}");
    }
}
