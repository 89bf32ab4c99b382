namespace Winnow.Data.Tests.Interactions;

using Interactions = Winnow.Data.Interactions;

public sealed class PublishedLogsTests
{
    [RealDataTheory]
    [InlineData("ml-100k", 943, 1_682, 100_000, true)]
    [InlineData("ml-1m-sequences", 6_040, 3_706, 1_000_209, false)]
    [InlineData("ml-latest-small", 671, 9_066, 100_004, true)]
    [InlineData("online-retail", 4_372, 3_684, 406_829, true)]
    public void Load_Published_HasThePublishedCounts(string name, int users, int items, int events, bool timed)
    {
        Interactions log = PublishedLogs.Load(name, new DatasetStore());

        Assert.Equal((users, items, events), (log.Users.Count, log.Items.Count, log.Count));
        Assert.Equal((timed, timed), (!log.Times.IsEmpty, !log.Values.IsEmpty));
    }

    [RealDataFact]
    public void Load_MovieLens_HasTimesRatingsAndGenres()
    {
        Interactions log = PublishedLogs.Load("ml-100k", new DatasetStore());

        Assert.Equal("196 242 3 881250949", Logs.Events(log)[0]);
        Assert.Equal(19, log.ItemFeatures!.Cols);
    }

    [Fact]
    public void Load_NoLog_ListsTheLogs() =>
        Assert.Contains("online-retail", Assert.Throws<ArgumentException>(() => PublishedLogs.Load("ncf-ml-1m", new DatasetStore())).Message);
}
