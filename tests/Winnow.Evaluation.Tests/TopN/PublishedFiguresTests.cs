using Winnow.Data;
using Winnow.Numerics;

namespace Winnow.Evaluation.Tests.TopN;

/// <summary>Figures of the RecSys 2019 study (journal version of 2021, appendix tables 4, 15, 16, 32, 55) for models that have nothing to learn:
/// they test split, candidates, filter, ties and formulas to the last printed digit.</summary>
public sealed class PublishedFiguresTests
{
    public static TheoryData<string, TopNMetric, int[], double[]> OfPopularity => new()
    {
        { "ncf-ml-1m", TopNMetric.HitRate, [1, 5, 10], [0.1051, 0.3048, 0.4533] },
        { "ncf-ml-1m", TopNMetric.Ndcg, [1, 5, 10], [0.1051, 0.2064, 0.2542] },
        { "cmn-citeulike-a", TopNMetric.HitRate, [5, 10], [0.1810, 0.2774] },
        { "cmn-citeulike-a", TopNMetric.Ndcg, [5, 10], [0.1226, 0.1537] },
        { "spectralcf-ml-1m", TopNMetric.Recall, [20, 60, 100], [0.0382, 0.1207, 0.2286] },
        { "spectralcf-ml-1m", TopNMetric.Map, [20, 60, 100], [0.0065, double.NaN, 0.0127] },
        { "citeulike-a-p1", TopNMetric.Recall, [50, 100, 200, 300], [0.0253, 0.0389, 0.0589, 0.0704] },
        { "citeulike-a-p10", TopNMetric.Recall, [50, 100, 200, 300], [0.0040, 0.0078, 0.0204, 0.0258] },
    };

    [RealDataTheory, MemberData(nameof(OfPopularity))]
    public void Evaluate_Popularity_IsThePublishedFigure(string name, TopNMetric metric, int[] cutoffs, double[] published)
    {
        InteractionSplit split = PublishedSplits.Load(name, new DatasetStore());
        float[] popularity = [.. Enumerable.Range(0, split.Train.Items.Count).Select(item => (float)split.Train.ByItem.RowLength(item))];

        AssertFigures(split, new SameForAll(popularity), metric, cutoffs, published);
    }

    /// <summary>The study's neighbourhood models learn nothing here and score 0 everywhere: its figures are the order in which numpy leaves ties.</summary>
    [RealDataTheory, InlineData("citeulike-a-p1")]
    public void Evaluate_AllZero_IsThePublishedArtefactOfTies(string name)
    {
        InteractionSplit split = PublishedSplits.Load(name, new DatasetStore());

        TopNReport report = AssertFigures(
            split, new SameForAll(new float[split.Train.Items.Count]), TopNMetric.Recall, [50, 100, 200, 300], [0.0026, 0.0053, 0.0102, 0.0154]);

        Assert.Equal(report.Users, report.ZeroRows);
    }

    // Printed with four digits; a user more where the numbers of items that nothing tells apart were rebuilt (ncf-ml-1m), which moves ties.
    private static double Tolerance(InteractionSplit split) => split.Protocol.StartsWith("ncf", StringComparison.Ordinal) ? 0.0002 : 0.0000501;

    private static TopNReport AssertFigures(InteractionSplit split, IUserScorer scorer, TopNMetric metric, int[] cutoffs, double[] published)
    {
        using WorkerTeam team = new(Environment.ProcessorCount);
        TopNOptions options = new() { Cutoffs = cutoffs, Ties = TieOrder.NumpyIntrosort, Definitions = MetricDefinitions.Study2019 };
        TopNReport report = TopNEvaluator.EvaluateTest(scorer, split, options, team);
        for (int i = 0; i < cutoffs.Length; i++)
            if (!double.IsNaN(published[i])) Assert.Equal(published[i], report.Mean(metric, cutoffs[i]), Tolerance(split));
        return report;
    }

    private sealed class SameForAll(float[] scores) : IUserScorer
    {
        public int Items => scores.Length;

        public void Score(UserBlock users, MatrixView target)
        {
            for (int i = 0; i < users.Count; i++) scores.CopyTo(target.Row(i));
        }
    }
}
