using Winnow.Evaluation.Reports.Internals;

namespace Winnow.Evaluation.Tests.Reports.Internals;

public sealed class PlotTests
{
    [Fact]
    public void Spread_LabelsOnOneSpot_AreMovedApartInOrder()
    {
        double[] placed = Plot.Spread([50, 50.1, 49.9, 120], gap: 16, low: 0, high: 200);

        Assert.True(placed[2] + 15.9 < placed[0] && placed[0] + 15.9 < placed[1]);
        Assert.Equal(120, placed[3]);
        Assert.Equal(50, placed[..3].Average(), 0.5);
    }

    [Fact]
    public void Spread_AtTheEdge_StaysInside()
    {
        Assert.All(Plot.Spread([2, 3, 4], 16, 0, 200), at => Assert.True(at >= 0));
        Assert.All(Plot.Spread([198, 199, 200], 16, 0, 200), at => Assert.True(at <= 200));
    }

    [Theory]
    [InlineData("short", 14, "short")]
    [InlineData("fourteen chars", 14, "fourteen chars")]
    [InlineData("fifteen letters", 14, "fifteen lette…")]
    [InlineData("🦉🦉🦉🦉", 3, "🦉🦉…")]
    public void Cut_LongName_EndsInAnEllipsis(string name, int length, string expected) => Assert.Equal(expected, Labels.Cut(name, length));
}
