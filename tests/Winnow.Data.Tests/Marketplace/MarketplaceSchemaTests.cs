using Winnow.Data.Marketplace;

namespace Winnow.Data.Tests.Marketplace;

public sealed class MarketplaceSchemaTests
{
    [Fact]
    public void Create_Defaults_JudgesClicksPerUser()
    {
        FeatureSchema schema = MarketplaceSchema.Create(new MarketplaceOptions());

        Assert.Equal("click", schema.Label!.Name);
        Assert.Equal("user", schema.Group!.Name);
        Assert.Equal("time", schema.Time!.Name);
        Assert.Equal("item", schema["recent_items"].Table);
        Assert.Equal(5, schema["recent_items"].MaxLength);
    }

    [Fact]
    public void Create_Features_HoldNothingThatIsKnownOnlyAfterwards()
    {
        FeatureSchema schema = MarketplaceSchema.Create(new MarketplaceOptions());
        string[] features = [.. schema.IdFeatures.Concat(schema.DenseFeatures).Select(column => column.Name)];

        Assert.DoesNotContain(features, name => name.StartsWith("true_", StringComparison.Ordinal));
        Assert.DoesNotContain(features, name => name is "click" or "purchase" or "purchase_delay");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void Create_LogOfTheSameOptions_IsReadWithoutABadRow(int historyLength)
    {
        using TemporaryFolder folder = new();
        MarketplaceOptions options = Small.Options with { HistoryLength = historyLength, Impressions = 6000 };
        MarketplaceSummary summary = MarketplaceLog.Write(folder.Path, options);
        FeatureSchema schema = FeatureSchema.FromYaml(File.ReadAllText(summary.SchemaFile));
        FeaturePlan plan = FeaturePlan.Fit(RecordFile.Open(summary.Training.File, schema), schema);
        BadRowLog bad = new();

        RecordFile test = RecordFile.Open(summary.Test.File, schema);
        using EncodedDataset data = EncodedDataset.Encode(test, plan, new() { BadRows = bad });

        Assert.Equal(summary.Test.Rows, data.Rows);
        Assert.Equal(0, bad.Count);
        Assert.Equal(summary.Test.Clicks, data.LabelSum);
    }
}
