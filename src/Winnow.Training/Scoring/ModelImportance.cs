using Winnow.Data;
using Winnow.Evaluation;

namespace Winnow.Training.Scoring;

/// <summary>How much a trained model leans on each of its features.</summary>
public static class ModelImportance
{
    /// <summary>Rows looked at; more would only take longer.</summary>
    public const int MostRows = 50_000;

    /// <summary>Shuffles each feature in turn over the first rows of a data set and sees how much worse the model gets.</summary>
    /// <param name="scorer">Scores with the model.</param>
    /// <param name="rows">Rows with labels of both classes, not those the model was trained on.</param>
    /// <param name="batchSize">Rows scored at a time.</param>
    /// <param name="seed">Seed of the permutation.</param>
    /// <returns>One result a feature, the most important first.</returns>
    /// <remarks>See <see cref="PermutationImportance"/>. Takes 1 + features passes over at most <see cref="MostRows"/> rows.</remarks>
    public static IReadOnlyList<FeatureImportance> Measure(Scorer scorer, EncodedDataset rows, int batchSize, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentNullException.ThrowIfNull(rows);
        int count = Math.Min(rows.Rows, MostRows);
        int[] order = [.. Enumerable.Range(0, count)];
        float[] labels = [.. order.Select(rows.Label)];
        using Batch own = new(rows.Layout), other = new(rows.Layout), mixed = new(rows.Layout);
        FeatureSchema schema = rows.Schema;
        string[] names = [.. schema.IdFeatures.Concat(schema.DenseFeatures).Select(c => c.Name)];
        return PermutationImportance.Measure(names, labels, Score, repeats: 1, seed);

        void Score(int feature, ReadOnlySpan<int> sourceRow, Span<float> scores)
        {
            for (int first = 0; first < count; first += batchSize)
            {
                int size = Math.Min(batchSize, count - first);
                rows.FillBatch(order.AsSpan(first, size), own);
                Batch seen = own;
                if (feature != PermutationImportance.Intact)
                {
                    rows.FillBatch(sourceRow.Slice(first, size), other);
                    FeatureSwap.Combine(own, other, feature, mixed);
                    seen = mixed;
                }

                scorer.Score(seen, scores.Slice(first, size));
            }
        }
    }
}
