namespace Winnow.Data.Tests.Catalogue;

using Catalogue = Winnow.Data.Catalogue;

public sealed class CatalogueTests
{
    public static TheoryData<string> Names => [.. Catalogue.All.Select(d => d.Name)];

    [Fact]
    public void All_EntriesOfRows_AreThere() =>
        Assert.Equal(["avazu-sample", "census-income-kdd", "criteo-sample", "frappe"], Catalogue.All.Where(d => d.Interactions is null).Select(d => d.Name));

    [Fact]
    public void Schema_OfInteractions_SaysWhatTheyAre() =>
        Assert.Contains("interactions", Assert.Throws<InvalidOperationException>(() => Catalogue.Get("ncf-ml-1m").Schema).Message);

    [Fact]
    public void Get_UnknownName_NamesTheNearest() =>
        Assert.Contains("'frappe'", Assert.Throws<ArgumentException>(() => Catalogue.Get("frape")).Message);

    [Fact]
    public void Split_Unknown_ListsThoseThereAre() =>
        Assert.Contains("train, validation, test", Assert.Throws<ArgumentException>(() => Catalogue.Get("frappe").Split("dev")).Message);

    [RealDataFact]
    public void Frappe_AllSplits_HaveTheRowsAndPositivesOfTheManifest()
    {
        Dataset frappe = Catalogue.Get("frappe");
        FeaturePlan plan = FeaturePlan.Fit(new DatasetStore().Open(frappe, "train"), frappe.Schema);
        (string Split, int Rows, double Positives)[] expected = [("train", 202_005, 67_598), ("validation", 57_722, 19_063), ("test", 28_860, 9_536)];
        foreach ((string split, int rows, double positives) in expected)
        {
            using EncodedDataset data = EncodedDataset.Encode(new DatasetStore().Open(frappe, split), plan);
            Assert.Equal((rows, positives), (data.Rows, data.LabelSum));
            Assert.Equal(rows, frappe.Split(split).Rows);
        }
        Assert.Equal(5_379, frappe.Schema.IdFeatures.Sum(f => plan.VocabularyOf(f.Table)!.Count));     // of 5,382 in all splits
    }

    [RealDataFact]
    public void EverySplit_OfEveryEntry_ReadsWithoutAMalformedRow()
    {
        foreach (Dataset dataset in Catalogue.All.Where(d => d.Interactions is null))
        {
            FeaturePlan plan = FeaturePlan.Fit(new DatasetStore().Open(dataset, dataset.Splits[0].Name), dataset.Schema);
            foreach (DatasetSplit split in dataset.Splits)
            {
                BadRowLog log = new(BadRowLimit.None);
                using EncodedDataset data = EncodedDataset.Encode(new DatasetStore().Open(dataset, split.Name), plan, new EncodeOptions { BadRows = log });
                Assert.Equal(split.Rows, data.Rows);
                Assert.Equal(0, log.Count);
            }
        }
    }

    [RealDataFact]
    public void SamplesWithLabels_HaveTheClicksOfTheManifest()
    {
        Assert.Equal(1_728, Positives("criteo-sample", "train"));
        Assert.Equal(454, Positives("criteo-sample", "test"));
        Assert.Equal(1_563, Positives("avazu-sample", "train"));
        Assert.Equal(143, Positives("avazu-sample", "test"));
        Assert.Equal(6_186, Positives("census-income-kdd", "test"));
    }

    private static double Positives(string name, string split)
    {
        Dataset dataset = Catalogue.Get(name);
        RecordFile rows = new DatasetStore().Open(dataset, split);
        using EncodedDataset data = EncodedDataset.Encode(rows, FeaturePlan.Fit(rows, dataset.Schema));
        return data.LabelSum;
    }
}
