namespace Winnow.Evaluation.Internals;

/// <summary>Checks scores, labels and weights at the door, so that no metric has to define itself on nonsense.</summary>
internal static class RowCheck
{
    /// <summary>Everything a judgement of probabilities takes.</summary>
    internal static void All(
        ReadOnlySpan<float> scores, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights, ReadOnlySpan<ulong> groups)
    {
        Scores(scores, probabilities: true);
        Labels(labels, scores.Length);
        Weights(weights, scores.Length);
        Groups(groups, scores.Length);
    }

    internal static void Scores(ReadOnlySpan<float> scores, bool probabilities)
    {
        if (scores.IsEmpty) Throw.NoRows();
        if (scores.Length > ScoreOrder.MaxRows) Throw.TooManyRows(scores.Length, ScoreOrder.MaxRows);
        (int first, int count) = Find(scores, float.NegativeInfinity, float.PositiveInfinity, inclusive: false);
        if (count > 0) Throw.ScoreNotFinite(first, count);
        if (!probabilities) return;
        (first, count) = Find(scores, 0, 1, inclusive: true);
        if (count > 0) Throw.ScoreNotProbability(first, scores[first], count);
    }

    internal static void Labels(ReadOnlySpan<float> labels, int rows)
    {
        if (labels.Length != rows) Throw.LengthsDiffer("labels", labels.Length, rows);
        for (int i = 0; i < labels.Length; i++)
            if (labels[i] is not (0 or 1)) Throw.LabelNotBinary(i, labels[i]);
    }

    internal static void Weights(ReadOnlySpan<float> weights, int rows)
    {
        if (weights.IsEmpty) return;
        if (weights.Length != rows) Throw.LengthsDiffer("weights", weights.Length, rows);
        double sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            if (!(weights[i] >= 0 && float.IsFinite(weights[i]))) Throw.BadWeight(i, weights[i]);
            sum += weights[i];
        }
        if (sum == 0) Throw.NoWeight();
    }

    internal static void Groups(ReadOnlySpan<ulong> groups, int rows)
    {
        if (!groups.IsEmpty && groups.Length != rows) Throw.LengthsDiffer("groups", groups.Length, rows);
    }

    private static (int First, int Count) Find(ReadOnlySpan<float> values, float low, float high, bool inclusive)
    {
        int first = -1, count = 0;
        for (int i = 0; i < values.Length; i++)
        {
            float v = values[i];
            bool inside = inclusive ? v >= low && v <= high : v > low && v < high;      // NaN is inside nothing
            if (inside) continue;
            if (count++ == 0) first = i;
        }
        return (first, count);
    }
}
