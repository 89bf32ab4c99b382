using Winnow.Evaluation.Reports;
using Winnow.Evaluation.Tests.Pointwise;

namespace Winnow.Evaluation.Tests.Reports;

public sealed class ScoreHistogramTests
{
    [Fact]
    public void Compute_BothClasses_EachSumToOne()
    {
        Sample s = Sample.Draw(1000, 1 << 20);
        ScoreHistogram histogram = ScoreHistogram.Compute(s.Scores, s.Labels, 30);

        Assert.Equal(1, histogram.Negatives.Sum(), 1e-12);
        Assert.Equal(1, histogram.Positives.Sum(), 1e-12);
        Assert.Equal(30, histogram.Positives.Count);
    }

    [Fact]
    public void Compute_TwoScores_FillTheOuterBins()
    {
        ScoreHistogram histogram = ScoreHistogram.Compute([0.25f, 0.75f, 0.75f], [0, 1, 0], 10);

        Assert.Equal(-Math.Log(3), histogram.LowestLogit, 1e-6);
        Assert.Equal(0.5, histogram.Negatives[0]);
        Assert.Equal(0.5, histogram.Negatives[9]);
        Assert.Equal(1, histogram.Positives[9]);
    }

    [Fact]
    public void Compute_NoPositives_LeavesThemZero() =>
        Assert.Equal(0, ScoreHistogram.Compute([0, 1], [0, 0]).Positives.Sum());
}
