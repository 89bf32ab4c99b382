using Winnow.Numerics;

namespace Winnow.Evaluation.Tests.TopN;

public sealed class TopNEvaluatorTests
{
    private static readonly TopNMetric[] OfOneList = [.. Enum.GetValues<TopNMetric>().Where(metric => metric < TopNMetric.Auc)];

    /// <summary>Seed, users, items, distinct scores (0: all differ), negatives, filter, users in a block, threads.</summary>
    public static TheoryData<int, int, int, int, bool, bool, int, int> Samples => new()
    {
        { 1, 40, 300, 0, false, true, 0, 1 },
        { 2, 40, 300, 3, false, true, 7, 2 },
        { 3, 25, 900, 40, false, false, 16, 3 },
        { 4, 30, 257, 1, false, true, 5, 2 },
        { 5, 50, 120, 4, true, true, 8, 2 },
        { 6, 50, 120, 0, true, false, 0, 4 },
        { 7, 20, 17, 2, false, true, 3, 2 },
        { 8, 20, 9, 2, true, true, 3, 1 },
        { 9, 15, 2100, 6, false, true, 4, 2 },
    };

    [Theory, MemberData(nameof(Samples))]
    public void Evaluate_AnySample_EqualsReference(int seed, int users, int items, int levels, bool negatives, bool filter, int block, int threads)
    {
        TopNSample sample = TopNSample.Draw(seed, users, items, levels, negatives);
        TopNOptions options = new() { Cutoffs = [1, 3, 10, 25], FilterSeen = filter, BlockUsers = block, Seed = (ulong)seed };

        TopNReport report = sample.Evaluate(options, threads);
        TopNReport byCandidates = sample.Evaluate(options, threads, new TableCandidateScorer(sample.Scores));

        for (int row = 0; row < users; row++)
        {
            List<int> ranked = TopNReference.Rank(sample, row, options, out List<int> candidates);
            HashSet<int> relevant = [.. sample.HeldOut.Relevant.Row(row)];
            foreach (int k in options.Cutoffs)
            {
                foreach (TopNMetric metric in OfOneList)
                {
                    float expected = (float)TopNReference.Accuracy(metric, ranked, relevant, k);
                    Assert.Equal(expected, report.PerUser(metric, k)[row], 1e-6f);
                    Assert.Equal(expected, byCandidates.PerUser(metric, k)[row], 1e-6f);
                }
            }
            Assert.Equal((float)TopNReference.Auc(candidates, relevant, sample.Scores[sample.HeldOut.Users[row]]), report.PerUser(TopNMetric.Auc, 1)[row], 1e-6f);
        }
    }

    [Theory, MemberData(nameof(Samples))]
    public void Evaluate_AnySample_ListMetricsEqualReference(int seed, int users, int items, int levels, bool negatives, bool filter, int block, int threads)
    {
        TopNSample sample = TopNSample.Draw(seed, users, items, levels, negatives);
        TopNOptions options = new() { Cutoffs = [2, 10], FilterSeen = filter, BlockUsers = block, Seed = (ulong)seed, ItemVectors = sample.TrainByItem };

        TopNReport report = sample.Evaluate(options, threads);

        foreach (int k in options.Cutoffs)
        {
            int[] counts = new int[items];
            double popularity = 0, novelty = 0, diversity = 0;
            int lists = 0, tied = 0, empty = 0;
            for (int row = 0; row < users; row++)
            {
                List<int> ranked = TopNReference.Rank(sample, row, options, out _), list = [.. ranked.Take(k)];
                float[] scores = sample.Scores[sample.HeldOut.Users[row]];
                foreach (int item in list) counts[item]++;
                if (list.Count == 0) { empty++; continue; }
                popularity += list.Average(item => Share(sample, item));
                novelty += list.Average(item => -Math.Log2(Math.Max(Share(sample, item), 1.0 / sample.TrainByItem.Cols)));
                if (list.Count > 1) (diversity, lists) = (diversity + Diversity(sample.TrainByItem, list), lists + 1);
                bool parted = ranked.Count > k && scores[ranked[k]] == scores[ranked[k - 1]];
                if (parted && sample.HeldOut.Relevant.Row(row).ToArray().Any(item => ranked.Contains(item) && scores[item] == scores[ranked[k - 1]])) tied++;
            }
            double total = counts.Sum();
            Assert.Equal(empty, report.EmptyLists);
            Assert.Equal(counts, report.ItemCounts(k));
            Assert.Equal(tied, report.TiedAtCut(k));
            Assert.Equal(counts.Count(c => c > 0) / (double)items, report.Mean(TopNMetric.ItemCoverage, k), 12);
            Assert.Equal(counts.Where(c => c > 0).Sum(c => -c / total * Math.Log2(c / total)), report.Mean(TopNMetric.Entropy, k), 10);
            Assert.Equal(1 - counts.Sum(c => c / total * (c / total)), report.Mean(TopNMetric.Herfindahl, k), 10);
            Assert.Equal(counts.Sum(a => counts.Sum(b => Math.Abs(a - b))) / (2.0 * items * total), report.Mean(TopNMetric.Gini, k), 10);
            Assert.Equal(popularity / (users - empty), report.Mean(TopNMetric.AveragePopularity, k), 1e-6);
            Assert.Equal(novelty / (users - empty), report.Mean(TopNMetric.Novelty, k), 1e-5);
            Assert.Equal(diversity / lists, report.Mean(TopNMetric.IntraListDiversity, k), 1e-5);
        }
    }

    [Fact]
    public void Evaluate_AnyThreadsAndBlocks_SameBits()
    {
        TopNSample sample = TopNSample.Draw(11, 200, 500, 5);
        TopNOptions options = new() { Candidates = CandidateSet.Sampled, SampledNegatives = 60 };

        TopNReport one = sample.Evaluate(options with { BlockUsers = 1 }), many = sample.Evaluate(options with { BlockUsers = 64 }, threads: 4);

        foreach (TopNMetric metric in Enum.GetValues<TopNMetric>().Where(m => m != TopNMetric.IntraListDiversity))
            Assert.Equal(BitConverter.DoubleToInt64Bits(one.Mean(metric, 10)), BitConverter.DoubleToInt64Bits(many.Mean(metric, 10)));
    }

    [Fact]
    public void Evaluate_Sampled_RanksRelevantAgainstThatManyOthers()
    {
        TopNSample sample = TopNSample.Draw(12, 100, 400, 0);
        TopNOptions options = new() { Candidates = CandidateSet.Sampled, SampledNegatives = 50, Cutoffs = [400] };

        TopNReport report = sample.Evaluate(options, scorer: new TableCandidateScorer(sample.Scores));

        int[] lengths = [.. Enumerable.Range(0, 100).Select(row => sample.HeldOut.Relevant.RowLength(row) + 50)];
        Assert.Equal(lengths.Sum(), report.ItemCounts(400).Sum());
        Assert.Equal(1, report.Mean(TopNMetric.Recall, 400));
        Assert.Equal("NDCG@400 [n+50 sampled]", report.Protocol.NameOf(TopNMetric.Ndcg, 400));
    }

    [Fact]
    public void Evaluate_SampledMoreThanThereAre_TakesAllThatAreFree()
    {
        TopNSample sample = TopNSample.Draw(13, 30, 60, 0);
        TopNOptions options = new() { Candidates = CandidateSet.Sampled, SampledNegatives = 1000, Cutoffs = [60] };

        TopNReport sampled = sample.Evaluate(options), full = sample.Evaluate(options with { Candidates = CandidateSet.FullCatalogue });

        Assert.Equal(full.Mean(TopNMetric.Ndcg, 60), sampled.Mean(TopNMetric.Ndcg, 60), 12);
    }

    [Fact]
    public void Evaluate_NumpyOrderWithNegatives_EqualsRandomKeyWhereNothingIsTied()
    {
        TopNSample sample = TopNSample.Draw(14, 60, 300, 0, negatives: true);
        TopNOptions options = new() { Ties = TieOrder.NumpyIntrosort };

        TopNReport numpy = sample.Evaluate(options), key = sample.Evaluate(options with { Ties = TieOrder.RandomKey });

        foreach (TopNMetric metric in OfOneList) Assert.Equal(key.Mean(metric, 20), numpy.Mean(metric, 20));
        Assert.Equal(key.ItemCounts(20), numpy.ItemCounts(20));
    }

    [Fact]
    public void Evaluate_Cancelled_Stops()
    {
        TopNSample sample = TopNSample.Draw(15, 20, 50, 0);
        Assert.Throws<OperationCanceledException>(() => TopNEvaluator.Evaluate(
            new TableScorer(sample.Scores), sample.HeldOut, new(), sample.TrainByItem, WorkerTeam.Single, new CancellationToken(canceled: true)));
    }

    private static double Share(TopNSample sample, int item) => (double)sample.TrainByItem.RowLength(item) / sample.TrainByItem.Cols;

    private static double Diversity(CsrMatrix byItem, List<int> list)
    {
        double unlike = 0;
        int pairs = 0;
        for (int a = 0; a < list.Count; a++)
        {
            for (int b = 0; b < a; b++, pairs++)
            {
                int[] of = byItem.Row(list[a]).ToArray(), other = byItem.Row(list[b]).ToArray();
                unlike += 1 - (of.Length == 0 || other.Length == 0 ? 0 : of.Intersect(other).Count() / Math.Sqrt((double)of.Length * other.Length));
            }
        }
        return unlike / pairs;
    }
}
