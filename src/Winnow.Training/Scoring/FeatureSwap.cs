using Winnow.Data;

namespace Winnow.Training.Scoring;

/// <summary>Makes a batch in which one feature comes from other rows: what a model sees when that feature tells it nothing.</summary>
internal static class FeatureSwap
{
    /// <summary>Fills a batch with rows whose values of one feature are taken from other rows.</summary>
    /// <param name="own">The rows.</param>
    /// <param name="other">As many rows, of the same layout: row i lends its value to row i of <paramref name="own"/>.</param>
    /// <param name="feature">An id feature, or a dense feature counted on from the id features.</param>
    /// <param name="target">Receives the mixture; not one of the others.</param>
    public static void Combine(Batch own, Batch other, int feature, Batch target)
    {
        CombineKeys(own, other, feature, target);
        own.Dense.CopyTo(target.Dense);
        if (feature >= own.Layout.Features)
        {
            int column = feature - own.Layout.Features;
            other.Dense.Columns(column, 1).CopyTo(target.Dense.Columns(column, 1));
        }

        own.Labels.CopyTo(target.Labels);
        own.Weights.CopyTo(target.Weights);
        own.Groups.CopyTo(target.Groups);
        own.Times.CopyTo(target.Times);
    }

    private static void CombineKeys(Batch own, Batch other, int feature, Batch target)
    {
        int features = own.Layout.Features;
        target.Resize(own.Rows, CountKeys(own, other, feature));
        int at = 0;
        for (int cell = 0; cell < own.Rows * features; cell++)
        {
            (int row, int column) = Math.DivRem(cell, features);
            Batch from = column == feature ? other : own;
            Span<ulong> keys = from.Cell(row, column);
            keys.CopyTo(target.Keys[at..]);
            from.CellWeights(row, column).CopyTo(target.KeyWeights[Math.Min(at, target.KeyWeights.Length)..]);
            at += keys.Length;
            if (target.Layout.Jagged) target.Offsets[cell + 1] = at;
        }
    }

    private static int CountKeys(Batch own, Batch other, int feature)
    {
        if (!own.Layout.Jagged || feature >= own.Layout.Features) return own.Occurrences;
        int keys = own.Occurrences;
        for (int row = 0; row < own.Rows; row++) keys += other.Cell(row, feature).Length - own.Cell(row, feature).Length;
        return keys;
    }
}
