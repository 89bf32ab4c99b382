using Winnow.Data;
using Winnow.Training.Recipes;

namespace Winnow.Serving.Tests;

public class ReRankOptionsTests
{
    [Fact]
    public void Read_EveryKey_SetsTheOptionsAndWritesThemBack()
    {
        const string yaml = """
            reRank: { kind: mmr, keep: 12, relevance: 0.8, calibrate: { attribute: genres, weight: 0.25, smoothing: 0.02 }, explore: { slots: 2, from: 60, share: 0.2 } }
            """;
        ReRankOptions expected = new()
        {
            Kind = ReRankKind.Mmr, Keep = 12, Relevance = 0.8f,
            Calibrate = new CalibrateOptions { Attribute = "genres", Weight = 0.25f, Smoothing = 0.02f },
            Explore = new ExploreOptions { Slots = 2, From = 60, Share = 0.2f },
        };

        ReRankOptions read = Read(yaml);

        Assert.Equal(expected, read);
        Assert.Equal(expected, Read("reRank: " + ReRankSection.ReRank.ToJson(read).ToJsonString()));
    }

    [Fact]
    public void Read_NothingGiven_HasNeitherCalibrationNorExploration()
    {
        Assert.Equal(new ReRankOptions(), Read(""));
        Assert.Equal(new ReRankOptions(), Read("reRank: " + ReRankSection.ReRank.ToJson(new ReRankOptions()).ToJsonString()));
        Assert.Equal(new ExploreOptions(), Read("reRank: { explore: {} }").Explore);
    }

    [Fact]
    public void Read_UnknownOrIllTypedKeys_TellsEachWithItsLine()
    {
        InvalidYamlException e = Assert.Throws<InvalidYamlException>(() => Read("reRank:\n  kind: mrm\n  relevanse: 1\n  keep: 0\n"));

        Assert.Contains("Did you mean 'mmr'?", e.Message);
        Assert.Contains("Did you mean 'relevance'?", e.Message);
        Assert.Equal([2, 3, 4], e.Faults.Select(f => f.Line));
    }

    [Fact]
    public void Validate_SeveralFaults_TellsThemAll()
    {
        ReRankOptions options = new()
        {
            Kind = (ReRankKind)9, Keep = 0, Relevance = float.NaN,
            Calibrate = new CalibrateOptions { Weight = 2, Smoothing = 0 }, Explore = new ExploreOptions { Slots = 0, From = 0, Share = -1 },
        };

        string message = Assert.Throws<ArgumentException>(options.Validate).Message;

        foreach (string name in (string[])["kind", "keep", "relevance", "calibrate.attribute", "calibrate.weight", "calibrate.smoothing", "explore.slots", "explore.from", "explore.share"])
            Assert.Contains(name, message);
    }

    [Fact]
    public void Create_ReleaseWithoutVectorsOrAttribute_SaysWhatIsMissing()
    {
        FakeItems items = new FakeItems(2).With("seller", ["a"]);

        Assert.Contains("vectors", Assert.Throws<ArgumentException>(() => new ReRankOptions { Kind = ReRankKind.Dpp }.Create(items)).Message);
        Assert.Contains("seller", Assert.Throws<ArgumentException>(() => new ReRankOptions { Calibrate = new() { Attribute = "genres" } }.Create(items)).Message);
    }

    private static ReRankOptions Read(string yaml)
    {
        YamlSection file = YamlSection.Parse(yaml, "funnel.yaml");
        ReRankOptions options = ReRankSection.ReRank.Read(file, "reRank", new());
        file.Finish();
        return options;
    }
}
