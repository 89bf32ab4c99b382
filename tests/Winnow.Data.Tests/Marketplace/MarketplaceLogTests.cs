using Winnow.Data.Marketplace;

namespace Winnow.Data.Tests.Marketplace;

public sealed class MarketplaceLogTests(MarketplaceLogTests.WrittenLog log)
    : IClassFixture<MarketplaceLogTests.WrittenLog>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_SameOptionsTwice_SameBytes()
    {
        MarketplaceLog.Write(_folder.Path, Small.Options);

        string[] names = [.. Directory.GetFiles(_folder.Path).Select(file => Path.GetFileName(file)!).Order()];
        Assert.Equal(["items.csv", "schema.yaml", "test.csv", "train.csv", "users.csv", "validation.csv"], names);
        Assert.All(names, name => Assert.Equal(
            File.ReadAllBytes(Path.Combine(log.Directory, name)), File.ReadAllBytes(Path.Combine(_folder.Path, name))));
    }

    [Fact]
    public void Write_Splits_FollowOneAnotherInTimeAndAddUp()
    {
        MarketplaceSummary summary = log.Summary;
        MarketplaceSplit[] splits = [summary.Training, summary.Validation, summary.Test];

        Assert.Equal(Small.Options.Impressions, splits.Sum(split => split.Rows));
        long last = 0;
        foreach (MarketplaceSplit split in splits)
        {
            string[][] rows = Rows(split.File);
            Assert.Equal(split.Rows, rows.Length);
            Assert.Equal(split.Clicks, rows.Count(row => row[18] == "1"));
            Assert.Equal(split.Purchases, rows.Count(row => row[19] == "1"));
            Assert.True(long.Parse(rows[0][0]) >= last);
            last = long.Parse(rows[^1][0]);
        }
    }

    [Fact]
    public void Write_Rows_HaveOneFieldAColumn()
    {
        MarketplaceSummary summary = log.Summary;
        foreach (string file in (string[])[summary.Test.File, summary.UserFile, summary.ItemFile])
        {
            int columns = File.ReadLines(file).First().Split(',').Length;
            Assert.All(Rows(file), row => Assert.Equal(columns, row.Length));
        }
        Assert.Equal(Small.Options.Users, Rows(summary.UserFile).Length);
        Assert.Equal(Small.Options.Items, Rows(summary.ItemFile).Length);
    }

    [Fact]
    public void Write_WithoutHistory_LeavesItsColumnsEmpty()
    {
        MarketplaceSummary summary = MarketplaceLog.Write(_folder.Path, Small.Options with { HistoryLength = 0 });
        Assert.All(Rows(summary.Test.File), row => Assert.Equal("", row[16] + row[17]));
    }

    [Fact]
    public void ReadTrueClickProbabilities_LogFile_EqualsTheSimulation()
    {
        MarketplaceSummary summary = log.Summary;

        float[] truth = MarketplaceLog.ReadTrueClickProbabilities(summary.Training.File);

        Assert.Equal(summary.Training.Rows, truth.Length);
        for (int i = 0; i < truth.Length; i++) Assert.Equal(Small.Log[i].Shown.ClickProbability, truth[i], 1e-6);
    }

    [Fact]
    public void ReadTrueClickProbabilities_OtherFile_SaysWhatIsMissing()
    {
        string path = Path.Combine(_folder.Path, "other.csv");
        File.WriteAllText(path, "a,b\n1,2\n");
        Assert.Contains("true_click_probability", Assert.Throws<InvalidDataException>(
            () => MarketplaceLog.ReadTrueClickProbabilities(path)).Message);
    }

    [Fact]
    public void ReadTrueClickProbabilities_BrokenLine_NamesIt()
    {
        string path = Path.Combine(_folder.Path, "broken.csv");
        File.WriteAllText(path, "click,true_click_probability\n1,0.5\n0,x\n");
        Assert.Contains("line 3", Assert.Throws<InvalidDataException>(
            () => MarketplaceLog.ReadTrueClickProbabilities(path)).Message);
    }

    [Fact]
    public void Write_Cancelled_KeepsWhatWasThereAndLeavesNothingBehind()
    {
        string train = Path.Combine(_folder.Path, MarketplaceLog.TrainingFile);
        File.WriteAllText(train, "before");

        Assert.Throws<OperationCanceledException>(
            () => MarketplaceLog.Write(_folder.Path, Small.Options, null, new(canceled: true)));

        Assert.Equal("before", File.ReadAllText(train));
        Assert.Equal([train], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Write_Progress_RisesToTheEnd()
    {
        IReadOnlyList<long> reports = log.Reports;

        Assert.Equal(reports.Order(), reports);
        Assert.InRange(reports[^1], Small.Options.Impressions - 1000, Small.Options.Impressions);
    }

    private static string[][] Rows(string file) => [.. File.ReadLines(file).Skip(1).Select(line => line.Split(','))];

    /// <summary>The log of <see cref="Small.Options"/>, written once.</summary>
    public sealed class WrittenLog : IDisposable, IProgress<long>
    {
        private readonly TemporaryFolder _folder = new();
        private readonly List<long> _reports = [];

        public WrittenLog() => Summary = MarketplaceLog.Write(_folder.Path, Small.Options, this);

        public MarketplaceSummary Summary { get; }

        public string Directory => _folder.Path;

        public IReadOnlyList<long> Reports => _reports;

        public void Report(long value) => _reports.Add(value);

        public void Dispose() => _folder.Dispose();
    }
}
