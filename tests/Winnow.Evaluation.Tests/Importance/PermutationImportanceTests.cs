namespace Winnow.Evaluation.Tests.Importance;

public sealed class PermutationImportanceTests
{
    private const int Rows = 2000;
    private static readonly float[][] Features = [Draw(1), Draw(2), Draw(3)];
    private static readonly float[] Labels = [.. Enumerable.Range(0, Rows).Select(i => Model(i, i, i) > 0.5f ? 1f : 0f)];

    [Fact]
    public void Measure_FeaturesOfKnownWeight_RanksThemAndFindsTheIdleOne()
    {
        IReadOnlyList<FeatureImportance> found = PermutationImportance.Measure(["small", "large", "idle"], Labels, Score, repeats: 3);

        Assert.Equal(["large", "small", "idle"], found.Select(f => f.Feature));
        Assert.True(found[0].AucDrop > 0.2 && found[1].AucDrop > 0.01);
        Assert.Equal(0, found[2].AucDrop);
        Assert.True(found[0].LogLossRise > 0 && found[0].AucDropDeviation > 0);
    }

    [Fact]
    public void Measure_EveryFeature_SeesAPermutationOfTheRows()
    {
        List<int> calls = [];
        PermutationImportance.Measure(["a", "b"], Labels, (feature, sourceRow, scores) =>
        {
            calls.Add(feature);
            if (feature == PermutationImportance.Intact) Assert.Equal(Enumerable.Range(0, Rows), sourceRow.ToArray());
            else Assert.NotEqual(Enumerable.Range(0, Rows), sourceRow.ToArray());
            Assert.Equal(Enumerable.Range(0, Rows), sourceRow.ToArray().Order());
            Score(feature, sourceRow, scores);
        }, repeats: 2);

        Assert.Equal([-1, 0, 1, 0, 1], calls);
    }

    [Fact]
    public void Measure_SameSeed_SameResult() => Assert.Equal(
        PermutationImportance.Measure(["a", "b"], Labels, Score, seed: 5), PermutationImportance.Measure(["a", "b"], Labels, Score, seed: 5));

    [Fact]
    public void Measure_NoRepeats_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PermutationImportance.Measure(["a"], Labels, Score, repeats: 0));

    private static void Score(int feature, ReadOnlySpan<int> sourceRow, Span<float> scores)
    {
        for (int i = 0; i < scores.Length; i++)
            scores[i] = Model(feature == 0 ? sourceRow[i] : i, feature == 1 ? sourceRow[i] : i, feature == 2 ? sourceRow[i] : i);
    }

    /// <summary>Reads the first feature a little, the second a lot and the third not at all.</summary>
    private static float Model(int small, int large, int idle) =>
        0.2f * Features[0][small] + 0.8f * Features[1][large] + 0f * Features[2][idle];

    private static float[] Draw(int seed)
    {
        Random rng = new(seed);
        return [.. Enumerable.Range(0, Rows).Select(_ => rng.NextSingle())];
    }
}
