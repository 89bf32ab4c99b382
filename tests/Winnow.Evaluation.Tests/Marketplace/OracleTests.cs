using Winnow.Data.Marketplace;

namespace Winnow.Evaluation.Tests.Marketplace;

/// <summary>On a log whose truth is known, the metrics must call the truth the best and well calibrated.</summary>
public sealed class OracleTests
{
    private static readonly (float[] Truth, float[] Labels, float[] TopOnly, ulong[] Users) Log = Play();

    [Fact]
    public void Auc_OfTheTruth_BeatsItsPermutationsAndItsParts()
    {
        double oracle = PointwiseMetrics.Auc(Log.Truth, Log.Labels);
        Random rng = new(1);
        for (int n = 0; n < 20; n++)
        {
            float[] shuffled = [.. Log.Truth];
            rng.Shuffle(shuffled);
            Assert.InRange(PointwiseMetrics.Auc(shuffled, Log.Labels), 0.47, 0.53);
        }
        float[] noisy = [.. Log.Truth.Select(p => p * MathF.Exp(0.5f * (rng.NextSingle() + rng.NextSingle() - 1)))];

        Assert.True(oracle > 0.8);
        Assert.True(oracle > PointwiseMetrics.Auc(noisy, Log.Labels));
        Assert.True(oracle > PointwiseMetrics.Auc(Log.TopOnly, Log.Labels) + 0.1);
    }

    [Fact]
    public void Compute_OfTheTruth_IsCalibrated()
    {
        PointwiseReport report = PointwiseMetrics.Compute(
            Log.Truth, Log.Labels, groups: Log.Users, options: new() { Bootstrap = new() { Confidence = 0.999 } });

        Assert.True(report.Intervals!.CalibrationRatio.Contains(1), $"{report.CalibrationRatio}");
        Assert.True(report.Ece < 0.01);
        Assert.True(report.NormalizedEntropy < 0.9);
        int covered = report.Calibration.Bins.Count(bin => bin.WilsonLow <= bin.MeanScore && bin.MeanScore <= bin.WilsonHigh);
        Assert.InRange(covered, 15, 20);                                        // 19 of 20 expected; below 15 once in 3,000 logs
    }

    [Theory]
    [InlineData(0.8f)]
    [InlineData(1.25f)]
    public void Compute_TruthScaled_HasThatCalibrationRatioAndALargerLoss(float factor)
    {
        float[] scaled = [.. Log.Truth.Select(p => Math.Min(1, factor * p))];

        PointwiseReport truth = PointwiseMetrics.Compute(Log.Truth, Log.Labels), report = PointwiseMetrics.Compute(scaled, Log.Labels);

        Assert.Equal(factor, report.CalibrationRatio / truth.CalibrationRatio, 1e-2);
        Assert.True(report.LogLoss > truth.LogLoss && report.Ece > truth.Ece);
    }

    private static (float[], float[], float[], ulong[]) Play()
    {
        MarketplaceSimulator simulator = new(new MarketplaceOptions { Users = 1000, Items = 500, Impressions = 40_000, Seed = 3 });
        List<float> truth = [], labels = [], examination = [];
        List<ulong> users = [];
        while (simulator.MoveNext())
            foreach (Impression shown in simulator.Page.Impressions)
            {
                truth.Add((float)shown.ClickProbability);
                labels.Add(shown.Clicked ? 1 : 0);
                examination.Add((float)simulator.World.Behaviour.Examination(shown.Position, simulator.Page.Device));
                users.Add((ulong)simulator.Page.User + 1);
            }
        return ([.. truth], [.. labels], [.. examination], [.. users]);
    }
}
