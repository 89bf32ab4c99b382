using Winnow.Data;
using Winnow.Evaluation.Internals;
using Winnow.Numerics;

namespace Winnow.Evaluation.Tests.Diagnostics;

public sealed class MeasuresTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 30)];

    [Theory, MemberData(nameof(Seeds))]
    public void KendallTau_AnyRankings_EqualsTheDefinition(int seed)
    {
        Random random = new(seed);
        int n = 2 + random.Next(60), most = 1 + random.Next(20);
        int[] x = [.. Enumerable.Range(0, n).Select(_ => random.Next(most))], y = [.. x.Select(v => v + random.Next(6))];
        double concordant = 0, untiedX = 0, untiedY = 0;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < i; j++)
            {
                concordant += Math.Sign(x[i] - x[j]) * Math.Sign(y[i] - y[j]);
                untiedX += Math.Abs(Math.Sign(x[i] - x[j]));
                untiedY += Math.Abs(Math.Sign(y[i] - y[j]));
            }
        double expected = untiedX * untiedY == 0 ? double.NaN : concordant / Math.Sqrt(untiedX * untiedY);

        Assert.Equal(expected, KendallTau.Of(x, y), 12);
    }

    [Theory]
    [InlineData(new[] { 3, 3, 3 }, 0, 1.584962500721156)]
    [InlineData(new[] { 0, 0, 6 }, 2.0 / 3, 0)]
    [InlineData(new[] { 1, 2, 5 }, 1.0 / 3, 1.2987949406953985)]
    public void GiniAndShannon_Counts_EqualTheDefinition(int[] ascending, double gini, double shannon)
    {
        Assert.Equal(gini, PopularityMeasures.Gini(ascending), 12);
        Assert.Equal(shannon, PopularityMeasures.Shannon(ascending), 12);
    }

    /// <summary>Every item of a user is judged with probability m / n: over many draws its count is binomial, within five deviations.
    /// Both ways of drawing are covered: the judged part, and the known one where that is smaller.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    public void JudgedDraws_ManyDraws_TakeEveryItemEquallyOften(int judged)
    {
        const int items = 9, draws = 4_000;
        HeldOut part = new([0], Row([.. Enumerable.Range(judged, items - judged)]), Row([.. Enumerable.Range(0, judged)]));
        JudgedDraws random = new(part, items, new RandomStream(1, "test"));
        int[] counts = new int[items], sum = new int[items];
        for (int draw = 0; draw < draws; draw++)
        {
            random.Draw(draw, counts);
            Assert.Equal(judged, counts.Sum());
            for (int i = 0; i < items; i++) sum[i] += counts[i];
        }

        double p = (double)judged / items, deviation = Math.Sqrt(draws * p * (1 - p));
        Assert.All(sum, count => Assert.InRange(count, draws * p - 5 * deviation, draws * p + 5 * deviation));
        Assert.All(random.Expected, expected => Assert.Equal(p, expected, 12));

        static CsrMatrix Row(int[] columns) => new(1, items, [0, columns.Length], columns);
    }

    [Fact]
    public void DrawStatistics_InsideAndOutside_TellHowFar()
    {
        DrawStatistics statistics = new(99);
        for (int draw = 0; draw < 99; draw++) statistics[draw] = draw;

        Assert.Equal(1, statistics.Against(49).PValue);
        Assert.Equal(2 * 10.0 / 100, statistics.Against(8).PValue, 12);
        Assert.Equal(1, statistics.Against(-5, upperOnly: true).PValue);
        Assert.InRange(statistics.Against(200).PValue, 1e-9, 1e-6);          // 5.25 deviations
        Assert.Equal((49, 2.45, 95.55), (statistics.Against(0).Expected, statistics.Against(0).Low, Math.Round(statistics.Against(0).High, 9)));
    }
}
