using Winnow.Data;
using Winnow.Numerics;

namespace Winnow.Models.Tests.Collaborative;

/// <summary>The random walks with the study's arithmetic and ties.</summary>
public sealed class StudyWalkTests
{
    /// <summary>One user took all of 30 items, so all walks are equal. What numpy 1.24.2 keeps, by column: the columns come from <c>argsort()[::-1][:5]</c> of
    /// each row, the rows from <c>argsort()[-5:]</c> of each column.</summary>
    [Fact]
    public void Fit_AllWalksEqual_KeepsThoseThatNumpyKeeps()
    {
        Interactions train = new(IdIndex.Numbered(1), IdIndex.Numbered(30), new int[30], [.. Enumerable.Range(0, 30)]);
        Dictionary<int, int[]> expected = new()
        {
            [1] = [2, 3, 4, 14, 29], [2] = [1, 3, 4, 14, 29], [3] = [1, 2, 4, 14, 29], [4] = [1, 2, 3], [13] = [28], [14] = [29],
            [28] = [1, 2, 3, 13, 29], [29] = [1, 2, 3, 13, 28],
        };

        CsrMatrix columns = Matrix(new P3AlphaOptions { TopK = 5, AsStudied = true }, train).Transpose();

        for (int item = 0; item < 30; item++) Assert.Equal(expected.GetValueOrDefault(item, []), columns.Row(item).ToArray());
        Assert.All(columns.Values.ToArray(), v => Assert.Equal(1f / 30, v));
    }

    [Theory, InlineData(0f, false), InlineData(0f, true), InlineData(0.7f, false), InlineData(0.7f, true)]
    public void Fit_NothingCut_IsTheWalkUpToRounding(float beta, bool normalize)
    {
        Random random = new(11);
        Interactions train = new(
            IdIndex.Numbered(40), IdIndex.Numbered(25), [.. Enumerable.Range(0, 300).Select(_ => random.Next(40))], [.. Enumerable.Range(0, 300).Select(_ => random.Next(25))]);
        Rp3BetaOptions options = new() { TopK = 25, Alpha = 0.8f, Beta = beta, Normalize = normalize };

        CsrMatrix plain = Matrix(options, train), studied = Matrix(options with { AsStudied = true }, train);

        Assert.Equal(plain.Starts, studied.Starts);
        Assert.Equal(plain.Columns, studied.Columns);
        for (int i = 0; i < plain.Entries; i++)          // at most 40 float32 additions, and a few roundings more
            Assert.InRange(studied.Values[i] / plain.Values[i], 1 - 50 * MathF.Pow(2, -23), 1 + 50 * MathF.Pow(2, -23));
    }

    private static CsrMatrix Matrix(RecommenderOptions options, Interactions train)
    {
        ITopNRecommender model = options.Create();
        using WorkerTeam team = new(2);
        model.Fit(train, new FitContext(team));
        RecommenderState state = new();
        model.Save(state);
        return state.Matrix("weights");
    }
}

public sealed class Rp3BetaAsStudiedTests : RecommenderContract
{
    protected override RecommenderOptions Options => new Rp3BetaOptions { TopK = 8, Alpha = 0.7f, Beta = 0.4f, AsStudied = true };
}
