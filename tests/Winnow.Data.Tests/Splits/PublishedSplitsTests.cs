using Winnow.Numerics;

namespace Winnow.Data.Tests.Splits;

public sealed class PublishedSplitsTests
{
    /// <summary>Users, items, training and test interactions, judged users, as published.</summary>
    public static TheoryData<string, int, int, int, int, int> Published => new()
    {
        { "ncf-ml-1m", 6_040, 3_706, 994_169, 6_040, 6_040 },
        { "cmn-citeulike-a", 5_551, 16_980, 199_435, 5_551, 5_551 },
        { "spectralcf-ml-1m", 6_014, 3_705, 179_207, 47_103, 5_479 },
        { "citeulike-a-p1", 5_551, 16_980, 5_551, 199_435, 5_551 },
        { "citeulike-a-p10", 5_551, 16_980, 55_510, 149_476, 5_139 },
        { "citeulike-t-p1", 7_947, 25_975, 7_947, 126_913, 7_947 },
        { "citeulike-t-p10", 7_947, 25_975, 53_399, 81_461, 2_598 },
        { "mcrec-ml-100k", 943, 1_682, 80_000, 20_000, 942 },
        { "gowalla-lightgcn", 29_858, 40_981, 810_128, 217_242, 29_858 },
    };

    [RealDataTheory, MemberData(nameof(Published))]
    public void Load_Published_HasThePublishedCounts(string name, int users, int items, int train, int test, int judged)
    {
        InteractionSplit split = PublishedSplits.Load(name, new DatasetStore());

        Assert.Equal((users, items, train), (split.Train.Users.Count, split.Train.Items.Count, split.Train.Count));
        Assert.Equal((test, judged, users - judged), (split.Test.Relevant.Entries, split.Test.Users.Count, split.Test.UsersWithoutRelevant));
        Assert.Null(split.Validation);
        Assert.Equal(0, SplitOddities.Of(split.Test).TestPairsInTraining);
        Assert.StartsWith(name, split.Protocol, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_AreAllSplitsOfTheCatalogue() =>
        Assert.Equal(Published.Select(row => (string)row[0]).Order(StringComparer.Ordinal), PublishedSplits.Names);

    [RealDataFact]
    public void Load_Ncf_KeepsOrTakesOutTheTestItemsAmongTheNegatives()
    {
        HeldOut published = PublishedSplits.Load("ncf-ml-1m", new DatasetStore()).Test;
        HeldOut cleaned = PublishedSplits.Load("ncf-ml-1m", new DatasetStore(), asPublished: false).Test;

        SplitOddities oddities = SplitOddities.Of(published);
        Assert.Equal((156, 156L, 0L), (oddities.UsersWithTestItemAmongNegatives, oddities.TestItemsAmongNegatives, oddities.KnownItemsAmongNegatives));
        Assert.Equal(6_040 * 99, published.Negatives!.Entries);
        Assert.Equal(6_040 * 99 - 156, cleaned.Negatives!.Entries);
        Assert.True(SplitOddities.Of(cleaned).None);
    }

    [RealDataFact]
    public void Load_Cmn_KeepsOrTakesOutTheTrainingItemsAmongTheNegatives()
    {
        HeldOut published = PublishedSplits.Load("cmn-citeulike-a", new DatasetStore()).Test;
        HeldOut cleaned = PublishedSplits.Load("cmn-citeulike-a", new DatasetStore(), asPublished: false).Test;

        SplitOddities oddities = SplitOddities.Of(published);
        Assert.Equal((0, 1_115L), (oddities.UsersWithTestItemAmongNegatives, oddities.KnownItemsAmongNegatives));
        Assert.Equal(555_100 - 1_115, cleaned.Negatives!.Entries);
    }

    [RealDataFact]
    public void Load_WithContent_HasOneRowAnItem()
    {
        CsrMatrix words = PublishedSplits.Load("citeulike-t-p1", new DatasetStore()).Train.ItemFeatures!;
        CsrMatrix genres = PublishedSplits.Load("mcrec-ml-100k", new DatasetStore()).Train.ItemFeatures!;

        Assert.Equal((25_975, 20_000, false), (words.Rows, words.Cols, words.IsBinary));
        float[] largest = new float[words.Cols];
        for (int i = 0; i < words.Entries; i++) largest[words.Columns[i]] = Math.Max(largest[words.Columns[i]], words.Values[i]);
        Assert.All(largest, l => Assert.True(l is 0 or 1, $"The largest weight of a word is {l}; each is divided by it."));
        Assert.Equal((1_682, 19, true), (genres.Rows, genres.Cols, genres.IsBinary));
        Assert.Equal([3, 4, 5], genres.Row(0).ToArray());                   // Toy Story: Animation, Children's, Comedy
    }

    [Fact]
    public void Load_UnknownName_NamesTheNearest() =>
        Assert.Contains("'ncf-ml-1m'", Assert.Throws<ArgumentException>(() => PublishedSplits.Load("ncf-ml-2m", new DatasetStore())).Message);

    [Fact]
    public void Load_NoSplit_ListsTheSplits() =>
        Assert.Contains("gowalla-lightgcn", Assert.Throws<ArgumentException>(() => PublishedSplits.Load("frappe", new DatasetStore())).Message);
}
