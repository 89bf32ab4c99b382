using Winnow.Data;
using Winnow.Numerics;
using Winnow.Training.Storage;

namespace Winnow.Serving.Tests;

/// <summary>Packing and opening releases of a small shop.</summary>
public sealed class ReleaseTests(SmallShop shop) : IClassFixture<SmallShop>
{
    [Fact]
    public void Recommend_EveryStage_DoesItsWork()
    {
        using Release release = Release.Load(shop.ReleasePath);
        UserState user = new(FeatureValues.Empty, ["i1", "i5", "i9"]);

        FunnelAnswer answer = release.Funnel.Recommend(new FunnelRequest { User = "u1", Count = 5, Explain = true }, user);

        Assert.False(answer.IsDegraded, string.Join("; ", answer.Stages.Select(s => s.Degradation)));
        Assert.Equal(["recall", "preRank", "rank", "reRank", "rules"], answer.Stages.Select(s => s.Stage));
        Assert.Equal(5, answer.Items.Count);
        Assert.DoesNotContain(answer.Items, i => user.History.Contains(i.Item));
        Assert.All(answer.Stages[0].Parts, source => Assert.True(source.Left > 0, source.Stage));
        Assert.All(answer.Items, i => Assert.Equal(i.Score, i.Explanation!.Score!.Logit, 4));
        Assert.All(answer.Items, i => Assert.NotEmpty(i.Explanation!.Sources));
        Assert.True(answer.Items.Count(i => int.Parse(i.Item[1..], System.Globalization.CultureInfo.InvariantCulture) % 4 == 1) >= 3, "users like one group of items");
    }

    [Fact]
    public void Recommend_NobodyKnown_GetsPopularItems()
    {
        using Release release = Release.Load(shop.ReleasePath);

        FunnelAnswer answer = release.Funnel.Recommend(new FunnelRequest { Count = 5 }, UserState.Unknown);

        Assert.Equal(5, answer.Items.Count);
        Assert.False(answer.IsDegraded);
    }

    [Fact]
    public void Pack_Twice_GivesTheSameNameBytesAndAnswers()
    {
        using TemporaryDirectory place = new();
        ReleaseBuilder.Pack(place["release"], shop.Options(), shop.Data, WorkerTeam.Single);

        foreach (string file in Directory.GetFiles(shop.ReleasePath, "*", SearchOption.AllDirectories))
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(place["release"], Path.GetRelativePath(shop.ReleasePath, file))));
        using Release one = Release.Load(shop.ReleasePath), other = Release.Load(place["release"], verify: true);
        FunnelRequest request = new() { User = "u2", Count = 8, Seed = 3 };
        UserState user = new(FeatureValues.Empty, ["i2"]);
        Assert.Equal(one.Name, other.Name);
        Assert.Equal(one.Funnel.Recommend(request, user).Items, other.Funnel.Recommend(request, user).Items);
    }

    [Fact]
    public void Pack_AnotherFunnel_HasAnotherVersion()
    {
        using TemporaryDirectory place = new();
        ReleaseInfo info = ReleaseBuilder.Pack(place["release"], shop.Options("recall.candidates=20"), shop.Data, WorkerTeam.Single);
        using Release first = Release.Load(shop.ReleasePath);

        Assert.NotEqual(first.Name, info.Name);
        Assert.StartsWith("release-", info.Name, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_AnyFileMissingOrCutShort_NamesIt()
    {
        foreach (string file in Directory.GetFiles(shop.ReleasePath, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(shop.ReleasePath, f)))
        {
            using TemporaryDirectory place = new();
            Copy(place["release"]);
            string path = Path.Combine(place["release"], file);
            byte[] bytes = File.ReadAllBytes(path);

            File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
            AssertNamed(place["release"], file);
            File.Delete(path);
            AssertNamed(place["release"], file);
        }
    }

    [Fact]
    public void LoadVerified_OneBitOfAnyFileFlipped_NamesIt()
    {
        foreach (string file in Directory.GetFiles(shop.ReleasePath, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(shop.ReleasePath, f)))
        {
            using TemporaryDirectory place = new();
            Copy(place["release"]);
            string path = Path.Combine(place["release"], file);
            byte[] bytes = File.ReadAllBytes(path);
            bytes[bytes.Length / 3] ^= 4;
            File.WriteAllBytes(path, bytes);

            AssertNamed(place["release"], file, verify: true);
        }
    }

    [Fact]
    public void Load_NoRelease_SaysWhatToName()
    {
        using TemporaryDirectory place = new();

        Assert.Contains("winnow pack", Assert.Throws<StorageException>(() => Release.Load(place.Path)).Message, StringComparison.Ordinal);
        Assert.Throws<StorageException>(() => Release.Load(place["nowhere"]));
    }

    [Fact]
    public void Pack_ModelOfOtherItems_IsRefusedAndNothingIsLeft()
    {
        using TemporaryDirectory place = new();
        IdIndex strangers = new(["x0", "x1", "x2"]);
        CatalogueData other = new(new EntityFeatures(strangers, [FeatureValues.Empty, Genres("g1"), Genres("g2")]), shop.Data.Users, new Interactions(shop.Data.Users.Ids, strangers, [0], [1]));
        FunnelOptions options = shop.Options("rules=[]", "catalogue.attributes=[]", "reRank.kind=none") with { ReRank = null };

        string message = Assert.Throws<ArgumentException>(() => ReleaseBuilder.Pack(place["release"], options, other, WorkerTeam.Single)).Message;

        Assert.Contains("which knows 40 items, of which 0 are among the 3 of the catalogue", message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(place.Path));
    }

    [Fact]
    public void Pack_SourceWithoutVectorsAsTowers_SaysWhatItCouldBe()
    {
        using TemporaryDirectory place = new();
        FunnelOptions options = shop.Options() with { Recall = new RecallOptions { Sources = [new TowersSourceOptions { Name = "t", Model = shop["ease"] }] } };

        Assert.Contains("easeR, which has no vectors. Make it kind similarItems or recommender",
            Assert.Throws<ArgumentException>(() => ReleaseBuilder.Pack(place["release"], options, shop.Data, WorkerTeam.Single)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pack_RuleOfUnknownFeature_NamesTheNearest()
    {
        using TemporaryDirectory place = new();

        Assert.Contains("Did you mean 'genres'?",
            Assert.Throws<ArgumentException>(() => ReleaseBuilder.Pack(place["release"], shop.Options("catalogue.attributes=[genre]"), shop.Data, WorkerTeam.Single)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Update_Features_AreSeenByCatalogueRulesAndRanker()
    {
        using Release release = Release.Load(shop.ReleasePath);
        IItemCatalogue items = release.Funnel.Items;
        Assert.True(items.Ids.TryFind("i6", out int item));
        FunnelRequest request = new() { User = "u1", Candidates = ["i6"], Count = 1 };
        float before = release.Funnel.Recommend(request, UserState.Unknown).Items[0].Score;

        Assert.True(release.Funnel.Update("i6", new FeatureValues([KeyValuePair.Create("price", FeatureValue.Number(99)), KeyValuePair.Create("seller", FeatureValue.Text("new one"))])));

        Assert.Equal(99, items.Attribute("price").Number(item));
        IItemAttribute seller = items.Attribute("seller");
        Assert.Equal("new one", seller.Texts[Assert.Single(seller.Values(item).ToArray())]);
        Assert.Equal("Item 6", items.Features(item)["title"].ToString());
        Assert.NotEqual(before, release.Funnel.Recommend(request, UserState.Unknown).Items[0].Score);
        Assert.False(release.Funnel.Update("nothing", FeatureValues.Empty));
    }

    [Fact]
    public void Users_OfTheRelease_HaveFeaturesAndHistoriesInTheOrderOfTheirTimes()
    {
        using Release release = Release.Load(shop.ReleasePath);

        PackedUser user = release.Users().Single(u => u.User == "u4");

        Assert.Equal(24, user.Features["age"].TryNumber(out double age) ? age : 0);
        Assert.Equal(12, user.History.Count);
        Assert.Equal(user.Times.Order(), user.Times);
        Assert.Equal(30, release.Users().Count());
        Assert.Equal(["bpr", "knn", "ease", "preRank", "rank"], release.Reports().Select(r => r.Key.Part));
    }

    [Fact]
    public void Similar_Item_FindsItsGroupAndNotItself()
    {
        using Release release = Release.Load(shop.ReleasePath);

        IReadOnlyList<RecommendedItem> similar = release.Funnel.Similar("i5", 4);

        Assert.Equal(4, similar.Count);
        Assert.DoesNotContain(similar, s => s.Item == "i5");
        Assert.True(similar.Count(s => int.Parse(s.Item[1..], System.Globalization.CultureInfo.InvariantCulture) % 4 == 1) >= 3);
        Assert.Throws<KeyNotFoundException>(() => release.Funnel.Similar("nothing", 4));
    }

    [Fact]
    public void RunAudits_QueriesOfTheGraph_AreComparedWithTheExactAnswer()
    {
        using Release release = Release.Load(shop.ReleasePath);
        for (int user = 0; user < 10; user++) release.Funnel.Recommend(new FunnelRequest { User = $"u{user}" }, UserState.Unknown);

        Assert.Equal(10, release.Funnel.RunAudits());
        Assert.Equal((10, 1.0), (release.Funnel.AuditReports()["bpr"].Compared, release.Funnel.AuditReports()["bpr"].Recall));
    }

    private static FeatureValues Genres(string genre) => new([KeyValuePair.Create("genres", FeatureValue.List([genre])), KeyValuePair.Create("price", FeatureValue.Number(1))]);

    private static void AssertNamed(string release, string file, bool verify = false)
    {
        string message = Assert.Throws<StorageException>(() => Release.Load(release, verify: verify).Dispose()).Message;
        Assert.True(message.Contains(file, StringComparison.Ordinal) || (file == "release.json" && message.Contains("winnow pack", StringComparison.Ordinal)), $"{file}: {message}");
    }

    private void Copy(string to)
    {
        foreach (string file in Directory.GetFiles(shop.ReleasePath, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(shop.ReleasePath, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
