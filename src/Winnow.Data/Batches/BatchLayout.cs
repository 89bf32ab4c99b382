namespace Winnow.Data;

/// <summary>The shape of a <see cref="Batch"/>: how many features of which sort a row has.</summary>
/// <param name="Features">Number of id features a row, at least 0.</param>
/// <param name="Dense">Number of floats a row, at least 0.</param>
/// <param name="Jagged">Whether a cell may hold any number of keys; otherwise exactly one.</param>
/// <param name="HasKeyWeights">Whether each key carries a weight.</param>
/// <param name="HasWeights">Whether each row carries a weight.</param>
/// <param name="HasGroups">Whether each row carries a group.</param>
/// <param name="HasTimes">Whether each row carries a time.</param>
public sealed record BatchLayout(
    int Features, int Dense, bool Jagged, bool HasKeyWeights, bool HasWeights, bool HasGroups, bool HasTimes)
{
    /// <summary>The layout of the batches of a schema.</summary>
    public static BatchLayout Of(FeatureSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new BatchLayout(
            schema.IdFeatures.Count,
            schema.DenseFeatures.Count,
            Jagged: schema.IdFeatures.Any(c => c.IsMultiValued),
            HasKeyWeights: schema.IdFeatures.Any(c => c.Weighted),
            HasWeights: schema.Weight is not null,
            HasGroups: schema.Group is not null,
            HasTimes: schema.Time is not null);
    }
}
