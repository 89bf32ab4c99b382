using Winnow.Data;
using Winnow.Numerics;

namespace Winnow.Evaluation.Internals;

/// <summary>Holds the popularity of judged items against random draws.</summary>
internal static class PopularityComparison
{
    private const int Groups = 10, LeastDraws = 20;
    private const double MostPicks = 2e8;

    public static PopularityDivergence Of(InteractionSplit split, SplitDiagnosticsOptions options)
    {
        int[] known = KnownCounts(split), judged = Counts(split.Test.Relevant);
        JudgedDraws random = new(split.Test, known.Length, new RandomStream(options.Seed, "diagnostics"));
        int draws = (int)Math.Clamp(MostPicks / Math.Max(1, random.Picks), Math.Min(LeastDraws, options.Draws), options.Draws);
        PopularityTally tally = new(split, known, judged, random, draws);
        int[] counts = new int[known.Length];
        for (int draw = 0; draw < draws; draw++)
        {
            random.Draw(draw, counts);
            tally.Add(draw, counts);
        }
        return tally.Finish();
    }

    /// <summary>Interactions of items before the test: training and validation.</summary>
    private static int[] KnownCounts(InteractionSplit split)
    {
        int[] counts = Counts(split.Train.ByUser);
        if (split.Validation is not { Trained: true } validation) return counts;
        foreach (int item in validation.Relevant.Columns) counts[item]++;
        return counts;
    }

    private static int[] Counts(CsrMatrix pairs)
    {
        int[] counts = new int[pairs.Cols];
        foreach (int item in pairs.Columns) counts[item]++;
        return counts;
    }

    /// <summary>Which of ten groups each item is in, from the most popular to the least; each holds about as many interactions.</summary>
    public static int[] GroupOf(int[] known, int[] judged)
    {
        int[] order = [.. Enumerable.Range(0, known.Length).OrderByDescending(i => known[i] + judged[i])];
        double sum = order.Sum(i => (double)known[i] + judged[i]), before = 0;
        int[] groupOf = new int[known.Length];
        foreach (int item in order)
        {
            double middle = before + 0.5 * (known[item] + judged[item]);
            groupOf[item] = Math.Min(Groups - 1, (int)(Groups * middle / sum));
            before += known[item] + judged[item];
        }
        return groupOf;
    }
}
