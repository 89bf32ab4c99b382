using Winnow.Data;
using Winnow.Numerics;

namespace Winnow.Evaluation.Tests.TopN;

/// <summary>The evaluator, written for the eye: sorts all candidates, then follows each definition word for word.</summary>
internal static class TopNReference
{
    internal static List<int> Rank(TopNSample sample, int row, TopNOptions options, out List<int> candidates)
    {
        HeldOut heldOut = sample.HeldOut;
        int user = heldOut.Users[row];
        HashSet<int> seen = [.. heldOut.Histories.Row(row)];
        IEnumerable<int> all = heldOut.Negatives is { } negatives && options.Candidates != CandidateSet.FullCatalogue
            ? heldOut.Relevant.Row(row).ToArray().Union(negatives.Row(row).ToArray())
            : Enumerable.Range(0, heldOut.Relevant.Cols);
        candidates = [.. all.Where(item => !options.FilterSeen || !seen.Contains(item))];
        RandomStream keys = new RandomStream(options.Seed, "ties").Fork((ulong)user);
        float[] scores = sample.Scores[user];
        return [.. candidates.OrderByDescending(item => scores[item]).ThenBy(item => keys.UInt32((ulong)item))];
    }

    internal static double Accuracy(TopNMetric metric, List<int> ranked, HashSet<int> relevant, int k)
    {
        List<int> list = [.. ranked.Take(k)];
        int hits = list.Count(relevant.Contains), n = relevant.Count;
        double averagePrecision = 0, gain = 0, reciprocal = 0, first = 0;
        for (int i = 0; i < list.Count; i++)
        {
            if (!relevant.Contains(list[i])) continue;
            averagePrecision += list.Take(i + 1).Count(relevant.Contains) / (i + 1.0);
            gain += 1 / Math.Log2(i + 2);
            reciprocal += 1.0 / (i + 1);
            if (first == 0) first = 1.0 / (i + 1);
        }
        return metric switch
        {
            TopNMetric.HitRate => hits > 0 ? 1 : 0,
            TopNMetric.Hits => hits,
            TopNMetric.Precision => (double)hits / k,
            TopNMetric.PrecisionList => Over(hits, list.Count),
            TopNMetric.Recall => (double)hits / n,
            TopNMetric.RecallMin => (double)hits / Math.Min(k, n),
            TopNMetric.Map => averagePrecision / Math.Min(k, n),
            TopNMetric.MapList => Over(averagePrecision, Math.Min(list.Count, n)),
            TopNMetric.MapAll => averagePrecision / n,
            TopNMetric.MapCutoff => averagePrecision / k,
            TopNMetric.MapHits => Over(averagePrecision, hits),
            TopNMetric.Mrr => first,
            TopNMetric.ReciprocalHits => reciprocal,
            TopNMetric.Ndcg => gain / Ideal(Math.Min(n, k)),
            TopNMetric.NdcgIdealAll => gain / Ideal(n),
            TopNMetric.NdcgRetrieved => hits == 0 ? 0 : gain / Ideal(hits),
            _ => throw new ArgumentOutOfRangeException(nameof(metric)),
        };
    }

    internal static double Auc(List<int> candidates, HashSet<int> relevant, float[] scores)
    {
        double won = 0, pairs = 0;
        foreach (int yes in candidates.Where(relevant.Contains))
        {
            foreach (int no in candidates.Where(item => !relevant.Contains(item)))
            {
                won += scores[yes] > scores[no] ? 1 : scores[yes] == scores[no] ? 0.5 : 0;
                pairs++;
            }
        }
        return pairs == 0 ? double.NaN : won / pairs;
    }

    private static double Ideal(int count) => Enumerable.Range(1, count).Sum(rank => 1 / Math.Log2(rank + 1));

    private static double Over(double value, double divisor) => divisor == 0 ? 0 : value / divisor;
}
