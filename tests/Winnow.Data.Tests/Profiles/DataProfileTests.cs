using System.Text;

namespace Winnow.Data.Tests.Profiles;

using Catalogue = Winnow.Data.Catalogue;

public sealed class DataProfileTests
{
    private static DataProfile Clicks(int rows = 1_000)
    {
        StringBuilder text = new("row_id,when,user,genres,price,country,copy,leak,mixed,seen,click\n");
        for (int i = 0; i < rows; i++)
        {
            bool click = i % 3 == 0;
            string price = i % 10 == 0 ? "" : $"{i * 7919 % 1000 / 10.0}";
            text.Append($"r{i * 7919},2024-05-{i % 28 + 1:00},u{i % 50},\"a|b{i % 4}\",{price},nl,{(click ? "yes" : "no")},");
            text.Append($"{(click ? 1000 : 0) + i % 100},{(i % 40 == 0 ? "n/a" : $"{i % 500}")},{i % 7},{(click ? 1 : 0)}\n");
        }
        return DataProfile.Of(Sample.File(text.ToString()));
    }

    [Fact]
    public void Of_ClickLog_FindsTypesAndCounts()
    {
        DataProfile profile = Clicks();
        Dictionary<string, ColumnProfile> columns = profile.Columns.ToDictionary(c => c.Name);

        Assert.Equal(1_000, profile.Rows);
        Assert.Equal("click", profile.Label);
        Assert.Equal(ColumnType.Text, columns["user"].Type);
        Assert.Equal(50, columns["user"].Distinct);
        Assert.True(columns["user"].IsDistinctExact);
        Assert.Equal(0, columns["user"].Gini, 9);
        Assert.Equal(ColumnType.List, columns["genres"].Type);
        Assert.Equal('|', columns["genres"].Separator);
        Assert.Equal(ColumnType.Decimal, columns["price"].Type);
        Assert.Equal(0.1, columns["price"].MissingShare, 9);
        Assert.Equal(ColumnType.Integer, columns["seen"].Type);
        Assert.Equal((0, 6), (columns["seen"].Minimum, columns["seen"].Maximum));
    }

    [Theory]
    [InlineData("row_id", Suspicion.UniquePerRow)]
    [InlineData("when", Suspicion.DateText)]
    [InlineData("country", Suspicion.Constant)]
    [InlineData("copy", Suspicion.CopyOfLabel)]
    [InlineData("leak", Suspicion.TellsLabel)]
    [InlineData("mixed", Suspicion.MixedTypes)]
    public void Of_ColumnThatLooksWrong_IsSuspected(string column, Suspicion suspicion) =>
        Assert.Contains(suspicion, Clicks().Columns.Single(c => c.Name == column).Suspicions);

    [Fact]
    public void Of_PlainColumns_AreNotSuspected() =>
        Assert.All(Clicks().Columns.Where(c => c.Name is "user" or "price" or "seen" or "genres" or "click"), c => Assert.Empty(c.Suspicions));

    [Fact]
    public void Schema_OfClickLog_LoadsAgainAndFitsTheFile()
    {
        DataProfile profile = Clicks();

        FeatureSchema schema = FeatureSchema.FromYaml(profile.Schema.ToYaml());

        Assert.Equal(profile.Schema.ToYaml(), schema.ToYaml());
        Assert.Equal("click", schema.Label!.Name);
        Assert.Equal("user", schema.Group!.Name);
        Assert.Equal("when", schema.Time!.Name);
        Assert.Equal(["user", "genres", "seen"], schema.IdFeatures.Select(c => c.Name));
        Assert.Equal(ColumnKind.Ignore, schema["leak"].Kind);
    }

    [Fact]
    public void Of_MoreValuesThanAreCounted_EstimatesThem()
    {
        StringBuilder text = new("user,once\n");
        for (int i = 0; i < 300_000; i++) text.Append($"u{(i % 2 == 0 ? i : i % 1_000)},o{i}\n");
        ColumnProfile[] columns = [.. DataProfile.Of(Sample.File(text.ToString())).Columns];
        Assert.All(columns, c => Assert.False(c.IsDistinctExact));
        Assert.InRange(columns[1].Distinct, 300_000 * 0.968, 300_000 * 1.032);      // four standard errors
        Assert.Equal(0, columns[1].Gini, 9);
        Assert.InRange(columns[0].Gini, 0.40, 0.60);        // 0.4967 over all values: 500 users with 300 rows each beside 150,000 with one
        Assert.Contains(Suspicion.UniquePerRow, columns[1].Suspicions);
    }

    [Fact]
    public void Of_UnknownLabel_NamesTheNearest() =>
        Assert.Contains("'click'", Assert.Throws<ArgumentException>(
            () => DataProfile.Of(Sample.File("user,click\na,1\n"), new ProfileOptions { Label = "clck" })).Message);

    [Fact]
    public void Of_AnyNumberOfThreads_GivesTheSameProfile()
    {
        StringBuilder text = new("user,click\n");
        for (int i = 0; i < 50_000; i++) text.Append($"u{i * 31 % 9973},{i % 2}\n");
        string[] profiles = [.. new[] { 1, 2, 3 }.Select(t => DataProfile.Of(Sample.File(text.ToString(), blockBytes: 4096), new ProfileOptions { Threads = t }).ToString())];
        Assert.Equal(profiles[0], profiles[1]);
        Assert.Equal(profiles[0], profiles[2]);
    }

    [Theory]
    [InlineData("{\"user\":\"a\",\"click\":1}\n{\"user\":\"b\",\"click\":0}\n", FileKind.JsonLines)]
    [InlineData("1 3:1 7:0.5\n-1 2:1\n", FileKind.LibSvm)]
    [InlineData("1 0:3:1 1:7:0.5\n0 0:2:1\n", FileKind.LibFfm)]
    [InlineData("1\ta\n0\tb\n", FileKind.Tsv)]
    public void Of_AnyFormat_SuggestsASchemaThatReadsTheFile(string text, FileKind kind)
    {
        DataProfile profile = DataProfile.Of(Sample.File(text));

        FeatureSchema schema = FeatureSchema.FromYaml(profile.Schema.ToYaml());

        Assert.Equal(kind, profile.Format.Kind);
        RecordFile file = Sample.File(text, schema);
        using EncodedDataset data = EncodedDataset.Encode(file, FeaturePlan.Fit(file, schema));
        Assert.Equal((2, 1), (data.Rows, data.LabelSum));
    }

    [RealDataFact]
    public void Of_EveryCatalogueFile_SuggestsASchemaThatReadsIt()
    {
        foreach (Dataset dataset in Catalogue.All.Where(d => d.Interactions is null))
        {
            DatasetStore store = new();
            string path = store.Get(dataset, dataset.Splits[^1].Files[0]);
            DataProfile profile = DataProfile.Of(RecordFile.Open(path), new ProfileOptions { MostRows = 5_000 });
            RecordFile file = RecordFile.Open(path, FeatureSchema.FromYaml(profile.Schema.ToYaml()));
            FeaturePlan.Fit(file, profile.Schema);
        }
    }
}
