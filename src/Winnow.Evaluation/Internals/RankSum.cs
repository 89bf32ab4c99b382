namespace Winnow.Evaluation.Internals;

/// <summary>The Mann-Whitney count behind the AUC: which share of (positive, negative) pairs is ranked right.</summary>
/// <param name="Concordant">Weight of the pairs ranked right; a pair of equal scores counts one half.</param>
/// <param name="Positives">Weight of the positive rows.</param>
/// <param name="Negatives">Weight of the negative rows.</param>
internal readonly record struct RankSum(double Concordant, double Positives, double Negatives)
{
    /// <summary>Area under the ROC curve, NaN if a class is missing.</summary>
    internal double Auc => Positives > 0 && Negatives > 0 ? Concordant / (Positives * Negatives) : double.NaN;

    /// <summary>One walk up the scores. A run of equal scores closes when the next begins: its positives beat the negatives below
    /// it and half of those within, which is what mid-ranks do.</summary>
    /// <remarks>Exact for unit weights up to 10⁸ rows, because every intermediate is a multiple of ½ below 2⁵².</remarks>
    internal static RankSum Walk<TWeight>(ReadOnlySpan<uint> entries, TWeight weight)
        where TWeight : struct, IRowWeight, allows ref struct
    {
        double concordant = 0, positives = 0, below = 0, positivesHere = 0, negativesHere = 0;
        foreach (uint entry in entries)
        {
            if (ScoreOrder.StartsTie(entry))
            {
                concordant += positivesHere * (below + 0.5 * negativesHere);
                positives += positivesHere;
                below += negativesHere;
                positivesHere = negativesHere = 0;
            }
            double w = weight.At(ScoreOrder.RowOf(entry));
            double asPositive = ScoreOrder.IsPositive(entry) ? w : 0;
            positivesHere += asPositive;
            negativesHere += w - asPositive;
        }
        concordant += positivesHere * (below + 0.5 * negativesHere);
        return new RankSum(concordant, positives + positivesHere, below + negativesHere);
    }
}
