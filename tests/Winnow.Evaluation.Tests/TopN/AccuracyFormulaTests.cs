using Winnow.Evaluation.Internals;

namespace Winnow.Evaluation.Tests.TopN;

public sealed class AccuracyFormulaTests
{
    /// <summary>One list, all definitions, by hand: hits at ranks 2, 5 and 12 of a list of 15; 8 relevant items; cut at 10 and at 4.
    /// Gains: 1/log₂3 = 0.630930, 1/log₂6 = 0.386853. Ideal of 8: 3.953465; of 4: 2.561606; of 2: 1.630930; of 1: 1.</summary>
    [Theory]
    [InlineData(TopNMetric.HitRate, 10, 1)]
    [InlineData(TopNMetric.Hits, 10, 2)]
    [InlineData(TopNMetric.Precision, 10, 0.2)]
    [InlineData(TopNMetric.PrecisionList, 10, 0.2)]
    [InlineData(TopNMetric.Recall, 10, 0.25)]
    [InlineData(TopNMetric.RecallMin, 4, 0.25)]
    [InlineData(TopNMetric.Recall, 4, 0.125)]
    [InlineData(TopNMetric.Map, 10, 0.1125)]                    // (1/2 + 2/5) / 8
    [InlineData(TopNMetric.Map, 4, 0.125)]                      // (1/2) / 4
    [InlineData(TopNMetric.MapAll, 4, 0.0625)]
    [InlineData(TopNMetric.MapCutoff, 10, 0.09)]
    [InlineData(TopNMetric.MapHits, 10, 0.45)]
    [InlineData(TopNMetric.Mrr, 10, 0.5)]
    [InlineData(TopNMetric.ReciprocalHits, 10, 0.7)]
    [InlineData(TopNMetric.Ndcg, 10, 0.257441)]                 // 1.017783 / 3.953465
    [InlineData(TopNMetric.Ndcg, 4, 0.246302)]                  // 0.630930 / 2.561606
    [InlineData(TopNMetric.NdcgIdealAll, 4, 0.159589)]          // 0.630930 / 3.953465
    [InlineData(TopNMetric.NdcgRetrieved, 10, 0.624051)]        // 1.017783 / 1.630930
    [InlineData(TopNMetric.HitRate, 1, 0)]
    public void Of_OneList_IsTheHandComputedValue(TopNMetric metric, int k, double expected) =>
        Assert.Equal(expected, AccuracyFormula.Of(metric, [2, 5, 12], relevant: 8, listLength: 15, k), 6);

    /// <summary>A list of 3 where 10 were asked for: only the variants by list length notice.</summary>
    [Theory]
    [InlineData(TopNMetric.Precision, 0.1)]
    [InlineData(TopNMetric.PrecisionList, 1 / 3.0)]
    [InlineData(TopNMetric.Map, 0.1)]                           // (1/2) / 5
    [InlineData(TopNMetric.MapList, 1 / 6.0)]                   // (1/2) / 3
    public void Of_ShortList_DividesAsTheNameSays(TopNMetric metric, double expected) =>
        Assert.Equal(expected, AccuracyFormula.Of(metric, [2], relevant: 5, listLength: 3, k: 10), 12);

    [Fact]
    public void Of_MoreRelevantThanTheTableReaches_SumsOn()
    {
        double ideal = Enumerable.Range(1, 3000).Sum(rank => 1 / Math.Log2(rank + 1));

        Assert.Equal(1 / ideal, AccuracyFormula.Of(TopNMetric.NdcgIdealAll, [1], relevant: 3000, listLength: 10, k: 10), 12);
    }

    [Fact]
    public void Catalogue_FourItems_IsTheHandComputedValue()
    {
        int[] counts = [0, 3, 1, 4];                             // ascending 0 1 3 4: Σ (2i − 5) c = −1 + 3 + 12 = 14; Σ (5 − i) c = 3 + 6 + 4 = 13

        Assert.Equal(0.75, CatalogueFormula.Of(TopNMetric.ItemCoverage, counts, users: 4, k: 2));
        Assert.Equal(14 / 32.0, CatalogueFormula.Of(TopNMetric.Gini, counts, 4, 2), 12);
        Assert.Equal(2 * 13 / 40.0, CatalogueFormula.Of(TopNMetric.GiniDiversity, counts, 4, 2), 12);
        Assert.Equal(1.405639, CatalogueFormula.Of(TopNMetric.Entropy, counts, 4, 2), 6);          // 3/8, 1/8, 1/2
        Assert.Equal(1 - 26 / 64.0, CatalogueFormula.Of(TopNMetric.Herfindahl, counts, 4, 2), 12);
        Assert.Equal(1 - 18 / 24.0, CatalogueFormula.Of(TopNMetric.InterListDiversity, counts, 4, 2), 12);
    }

    [Fact]
    public void Resolve_Study2019_NamesWhatItMeans()
    {
        Assert.Equal(TopNMetric.Hits, MetricDefinitions.Study2019.Resolve(TopNMetric.HitRate));
        Assert.Equal(TopNMetric.NdcgIdealAll, MetricDefinitions.Study2019.Resolve(TopNMetric.Ndcg));
        Assert.Equal(TopNMetric.RecallMin, MetricDefinitions.Study2019.Resolve(TopNMetric.RecallMin));
        Assert.All(Enum.GetValues<TopNMetric>(), metric => Assert.Equal(metric, MetricDefinitions.Default.Resolve(metric)));
        Assert.Equal(Enum.GetValues<TopNMetric>().Length, Enum.GetValues<TopNMetric>().Select(MetricNames.Of).Distinct().Count());
    }
}
