using Winnow.Evaluation.Tests.Pointwise;

namespace Winnow.Evaluation.Tests.Significance;

public sealed class ComparisonTests
{
    private static readonly Sample Rows = Sample.Draw(4000, 1 << 20);
    private static readonly float[] Noisy = AddNoise(Rows.Scores, 0.3f, seed: 5);

    [Fact]
    public void DeLongAuc_ThreeAndThree_EqualsHandComputedValue()
    {
        // positives 1, 3, 5 against negatives 0, 2, 4: placements 1/3, 2/3, 1 and 1, 2/3, 1/3; variance 1/9 each
        (double auc, Interval interval) = DeLong.Auc([0, 1, 2, 3, 4, 5], [0, 1, 0, 1, 0, 1]);

        Assert.Equal(2.0 / 3, auc, 1e-12);
        Assert.Equal(Math.Sqrt(2.0 / 27), interval.StandardError, 1e-12);
    }

    [Fact]
    public void DeLongAuc_ManyTies_EqualsMidRankAuc()
    {
        Sample tied = Sample.Draw(500, 6);
        Assert.Equal(PointwiseMetrics.Auc(tied.Scores, tied.Labels), DeLong.Auc(tied.Scores, tied.Labels).Auc, 1e-12);
    }

    [Fact]
    public void DeLongCompare_ModelWithItself_FindsNoDifference()
    {
        Difference difference = DeLong.Compare(Rows.Scores, Rows.Scores, Rows.Labels);

        Assert.Equal(0, difference.Value);
        Assert.Equal(1, difference.PValue);
    }

    [Fact]
    public void Compare_NoisyRival_AgreesWithDeLong()
    {
        PairedComparison paired = PairedBootstrap.Compare(Rows.Scores, Noisy, Rows.Labels, options: new() { Resamples = 1000 });
        Difference exact = DeLong.Compare(Rows.Scores, Noisy, Rows.Labels);

        Assert.Equal(exact.Value, paired.Auc.Value, 1e-12);
        Assert.InRange(paired.Auc.Interval.StandardError / exact.Interval.StandardError, 0.888, 1.112);    // 5/√(2·1000)
        Assert.True(exact.PValue < 1e-6 && paired.Auc.PValue < 1e-6);
        Assert.True(paired.LogLoss.Value < 0, "the noisy model has the larger loss");
        Assert.Null(paired.Gauc);
    }

    [Fact]
    public void Compare_SwappedModels_FlipsTheSign()
    {
        PairedComparison ab = PairedBootstrap.Compare(Rows.Scores, Noisy, Rows.Labels, groups: Rows.Groups);
        PairedComparison ba = PairedBootstrap.Compare(Noisy, Rows.Scores, Rows.Labels, groups: Rows.Groups);

        Assert.Equal(ab.Auc.Value, -ba.Auc.Value);
        Assert.Equal(ab.Auc.Interval.Low, -ba.Auc.Interval.High, 1e-12);
        Assert.Equal(ab.Gauc!.Value.Value, -ba.Gauc!.Value.Value);
        Assert.Equal(ab.LogLoss.PValue, ba.LogLoss.PValue, 1e-12);
    }

    [Fact]
    public void Compare_TwoReports_SeeTheSameResamples()
    {
        // Var(A − B) from paired draws must be far below Var(A) + Var(B), because the models stumble over the same rows.
        float[] close = AddNoise(Rows.Scores, 0.01f, seed: 6);
        PairedComparison paired = PairedBootstrap.Compare(Rows.Scores, close, Rows.Labels);

        Assert.True(paired.Auc.Interval.StandardError < 0.2 * DeLong.Auc(Rows.Scores, Rows.Labels).Interval.StandardError);
    }

    [Fact]
    public void Compare_LengthsDiffer_NamesTheSecondModel() =>
        Assert.Equal("scoresB", Assert.Throws<ArgumentException>(
            () => PairedBootstrap.Compare(Rows.Scores, [0.5f], Rows.Labels)).ParamName);

    private static float[] AddNoise(float[] scores, float deviation, int seed)
    {
        Random rng = new(seed);
        return [.. scores.Select(s => Math.Clamp(s + deviation * (2 * rng.NextSingle() - 1), 0, 1))];
    }
}
