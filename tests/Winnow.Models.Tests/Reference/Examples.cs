using Winnow.Data;

namespace Winnow.Models.Tests;

/// <summary>Small batches of every sort: single and several keys in a cell, none, weighted, dense features, row weights.</summary>
internal static class Examples
{
    public const int Rows = 7;

    /// <summary>One id, a list pooled by its mean, a weighted list pooled by its sum, and two numbers.</summary>
    public static FeatureSchema Jagged { get; } = new(
    [
        new Column("user", ColumnKind.Id),
        new Column("genres", ColumnKind.IdList) { Pooling = Pooling.Mean },
        new Column("tags", ColumnKind.IdList) { Pooling = Pooling.Sum, Weighted = true },
        new Column("price", ColumnKind.Dense),
        new Column("age", ColumnKind.Dense),
        new Column("weight", ColumnKind.Weight),
        new Column("click", ColumnKind.Label),
    ]);

    /// <summary>Three ids and nothing else.</summary>
    public static FeatureSchema Plain { get; } = new(
        [new Column("user", ColumnKind.Id), new Column("item", ColumnKind.Id), new Column("hour", ColumnKind.Id), new Column("click", ColumnKind.Label)]);

    /// <summary>Two numbers and nothing else.</summary>
    public static FeatureSchema DenseOnly { get; } = new(
        [new Column("price", ColumnKind.Dense), new Column("age", ColumnKind.Dense), new Column("click", ColumnKind.Label)]);

    public static Batch Batch(FeatureSchema schema, int rows = Rows, int distinct = 4)
    {
        Random rng = new(31);
        BatchLayout layout = schema.Layout;
        int[] counts = [.. Enumerable.Range(0, rows * layout.Features).Select(cell =>
            schema.IdFeatures[cell % layout.Features].IsMultiValued ? rng.Next(4) : 1)];
        Batch batch = new(layout);
        batch.Resize(rows, counts.Sum());
        int position = 0;
        for (int cell = 0; cell < counts.Length; cell++)
        {
            for (int i = 0; i < counts[cell]; i++, position++)
            {
                batch.Keys[position] = rng.Next(9) == 0 ? 0 : (ulong)(1000 * (1 + cell % layout.Features) + rng.Next(distinct));
                if (layout.HasKeyWeights) batch.KeyWeights[position] = 0.5f + rng.Next(4) / 4f;
            }
            if (layout.Jagged) batch.Offsets[cell + 1] = position;
        }
        for (int r = 0; r < rows; r++)
        {
            for (int d = 0; d < layout.Dense; d++) batch.Dense[r, d] = (float)(2 * rng.NextDouble() - 1);
            batch.Labels[r] = rng.Next(2);
            if (layout.HasWeights) batch.Weights[r] = 0.5f + rng.Next(3) / 2f;
        }
        return batch;
    }
}
