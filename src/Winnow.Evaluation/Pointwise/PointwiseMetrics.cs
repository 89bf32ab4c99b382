using Winnow.Evaluation.Internals;

namespace Winnow.Evaluation;

/// <summary>Metrics of predicted probabilities against binary labels.</summary>
/// <remarks>Everything here is exact and deterministic: equal scores get mid-ranks, sums run in row order in double precision.
/// Bad input is refused at the door with the row at fault; what has no value (AUC of one class) is NaN, never 0 or 0.5.</remarks>
public static class PointwiseMetrics
{
    /// <summary>All pointwise metrics of one model over one log.</summary>
    /// <param name="scores">Predicted probabilities, shape [n], n ≥ 1, each in [0, 1].</param>
    /// <param name="labels">0 or 1, shape [n].</param>
    /// <param name="weights">Importance of each row, finite and ≥ 0, shape [n]; empty = all rows count 1.</param>
    /// <param name="groups">Group of each row (user, query) for GAUC, shape [n]; 0 = no group; empty = no GAUC.</param>
    /// <param name="options">Bins and clipping; null = defaults.</param>
    /// <returns>The report. Metrics without a value on this input are NaN.</returns>
    /// <exception cref="ArgumentException">No rows, lengths differ, a score is no probability, a label is not 0 or 1, a weight is
    /// negative or not finite, or all weights are 0.</exception>
    /// <remarks>O(n) time after one radix sort (about 0.1 s a million rows with groups), 16 bytes a row. Safe from any
    /// thread.</remarks>
    public static PointwiseReport Compute(
        ReadOnlySpan<float> scores,
        ReadOnlySpan<float> labels,
        ReadOnlySpan<float> weights = default,
        ReadOnlySpan<ulong> groups = default,
        PointwiseOptions? options = null)
    {
        options = (options ?? new PointwiseOptions()).Validate();
        RowCheck.All(scores, labels, weights, groups);
        return weights.IsEmpty
            ? Compute(scores, labels, new UnitWeight(), weights, groups, options)
            : Compute(scores, labels, new GivenWeight(weights), weights, groups, options);
    }

    /// <summary>Area under the ROC curve, ties by mid-rank.</summary>
    /// <param name="scores">Any finite scores (logits as well), shape [n], n ≥ 1.</param>
    /// <param name="labels">0 or 1, shape [n].</param>
    /// <param name="weights">Importance of each row, shape [n]; empty = 1.</param>
    /// <returns>Σ_{i∈P, j∈N} wᵢwⱼ([sᵢ &gt; sⱼ] + ½[sᵢ = sⱼ]) / (W_P·W_N), in [0, 1]; NaN if a class is missing.</returns>
    /// <exception cref="ArgumentException">As for <see cref="Compute"/>.</exception>
    /// <remarks>Hanley and McNeil, Radiology 143(1), 1982. One radix sort and one walk, about 30 ms a million rows.</remarks>
    public static double Auc(ReadOnlySpan<float> scores, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights = default)
    {
        Check(scores, labels, weights, probabilities: false);
        ScoreOrder order = ScoreOrder.Sort(scores, labels);
        return weights.IsEmpty
            ? RankSum.Walk(order.Entries, new UnitWeight()).Auc
            : RankSum.Walk(order.Entries, new GivenWeight(weights)).Auc;
    }

    /// <summary>Mean AUC within groups, weighted by impressions.</summary>
    /// <param name="scores">Any finite scores, shape [n], n ≥ 1.</param>
    /// <param name="labels">0 or 1, shape [n].</param>
    /// <param name="groups">Group of each row, shape [n]; 0 = no group.</param>
    /// <param name="weights">Importance of each row, shape [n]; empty = 1.</param>
    /// <returns>The mean, and how many groups and rows it speaks of.</returns>
    /// <exception cref="ArgumentException">As for <see cref="Compute"/>.</exception>
    /// <remarks>Zhou et al., KDD 2018, section 6.3.</remarks>
    public static GroupedAuc Gauc(
        ReadOnlySpan<float> scores, ReadOnlySpan<float> labels, ReadOnlySpan<ulong> groups, ReadOnlySpan<float> weights = default)
    {
        Check(scores, labels, weights, probabilities: false);
        if (groups.IsEmpty) Throw.LengthsDiffer(nameof(groups), 0, scores.Length);
        RowCheck.Groups(groups, scores.Length);
        ScoreOrder order = ScoreOrder.Sort(scores, labels);
        GroupIndex index = GroupIndex.Build(groups);
        return weights.IsEmpty
            ? GroupedRanks.Build(order, scores, index, new UnitWeight()).Summarize()
            : GroupedRanks.Build(order, scores, index, new GivenWeight(weights)).Summarize();
    }

    /// <summary>Mean negative log-likelihood in nats.</summary>
    /// <param name="scores">Probabilities in [0, 1], shape [n], n ≥ 1.</param>
    /// <param name="labels">0 or 1, shape [n].</param>
    /// <param name="weights">Importance of each row, shape [n]; empty = 1.</param>
    /// <param name="epsilon">Probabilities are moved into [ε, 1 − ε] first.</param>
    /// <returns>−Σwᵢ(yᵢ ln pᵢ + (1−yᵢ) ln(1−pᵢ)) / Σwᵢ.</returns>
    /// <exception cref="ArgumentException">As for <see cref="Compute"/>.</exception>
    public static double LogLoss(
        ReadOnlySpan<float> scores, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights = default, double epsilon = 1e-7)
    {
        Check(scores, labels, weights, probabilities: true);
        return weights.IsEmpty
            ? Likelihood.Sum(scores, labels, new UnitWeight(), epsilon).LogLoss
            : Likelihood.Sum(scores, labels, new GivenWeight(weights), epsilon).LogLoss;
    }

    private static void Check(
        ReadOnlySpan<float> scores, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights, bool probabilities)
    {
        RowCheck.Scores(scores, probabilities);
        RowCheck.Labels(labels, scores.Length);
        RowCheck.Weights(weights, scores.Length);
    }

    private static PointwiseReport Compute<TWeight>(
        ReadOnlySpan<float> scores,
        ReadOnlySpan<float> labels,
        TWeight weight,
        ReadOnlySpan<float> weights,
        ReadOnlySpan<ulong> groups,
        PointwiseOptions options)
        where TWeight : struct, IRowWeight, allows ref struct
    {
        ScoreOrder order = ScoreOrder.Sort(scores, labels);
        RankSum ranks = RankSum.Walk(order.Entries, weight);
        Likelihood likelihood = Likelihood.Sum(scores, labels, weight, options.Epsilon);
        GroupedRanks? grouped = groups.IsEmpty ? null : GroupedRanks.Build(order, scores, GroupIndex.Build(groups), weight);
        return new PointwiseReport
        {
            Rows = scores.Length,
            Positives = CountPositives(labels),
            PositiveRate = likelihood.PositiveRate,
            MeanScore = likelihood.MeanScore,
            Auc = ranks.Auc,
            AucMissingReason = MissingClass(ranks),
            Gauc = grouped?.Summarize(),
            LogLoss = likelihood.LogLoss,
            NormalizedEntropy = likelihood.NormalizedEntropy,
            CalibrationRatio = likelihood.CalibrationRatio,
            Calibration = CalibrationCurve.Build(order, scores, weight, likelihood.Weight, options.CalibrationBins),
            ClippedRows = CountClipped(scores, options.Epsilon),
            Intervals = options.Bootstrap is { } bootstrap
                ? BootstrapIntervals.Draw(scores, labels, weights, groups, bootstrap, options.Epsilon)
                : null,
        };
    }

    private static string? MissingClass(RankSum ranks)
    {
        if (ranks.Positives == 0) return "AUC has no value: no row (of positive weight) has label 1.";
        if (ranks.Negatives == 0) return "AUC has no value: no row (of positive weight) has label 0.";
        return null;
    }

    private static int CountPositives(ReadOnlySpan<float> labels)
    {
        int positives = 0;
        foreach (float label in labels)
            if (label != 0) positives++;
        return positives;
    }

    private static int CountClipped(ReadOnlySpan<float> scores, double epsilon)
    {
        int clipped = 0;
        foreach (float score in scores)
            if (Likelihood.IsClipped(score, epsilon)) clipped++;
        return clipped;
    }
}
