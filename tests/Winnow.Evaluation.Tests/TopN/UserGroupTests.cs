namespace Winnow.Evaluation.Tests.TopN;

public sealed class UserGroupTests
{
    private static readonly TopNSample Sample = TopNSample.Draw(41, 200, 80, 0);

    [Fact]
    public void ByHistory_Quartiles_PartAllUsersOnce()
    {
        IReadOnlyList<UserGroup> groups = UserGroup.ByHistory(Sample.HeldOut);

        Assert.Equal(Enumerable.Range(0, 200), groups.SelectMany(group => group.Rows).Order());
        Assert.InRange(groups[0].Rows.Count, 50, 90);
        Assert.True(groups[0].Rows.Max(Length) < groups[1].Rows.Min(Length) && groups[1].Rows.Max(Length) < groups[2].Rows.Min(Length));
    }

    [Fact]
    public void ByHistory_Bounds_AreInclusiveAbove()
    {
        IReadOnlyList<UserGroup> groups = UserGroup.ByHistory(Sample.HeldOut, cold: 6, light: 9);

        Assert.Equal(Enumerable.Range(0, 200).Where(row => Length(row) <= 6), groups[0].Rows);
        Assert.Equal(Enumerable.Range(0, 200).Where(row => Length(row) > 9), groups[2].Rows);
        Assert.Equal(["cold (≤ 6 items)", "light (7 … 9)", "heavy (> 9)"], groups.Select(group => group.Name));
    }

    [Fact]
    public void Mean_OfGroups_AddsUpToTheMeanOfAll()
    {
        TopNReport report = Sample.Evaluate(new());

        double sum = report.Groups.Sum(group => group.Rows.Count * report.Mean(TopNMetric.Ndcg, 10, group));

        Assert.Equal(report.Mean(TopNMetric.Ndcg, 10), sum / 200, 12);
    }

    private static int Length(int row) => Sample.HeldOut.Histories.RowLength(row);
}
