using Winnow.Data.Tests.Interactions;
using Winnow.Numerics;

namespace Winnow.Data.Tests.Splits;

using Interactions = Winnow.Data.Interactions;

public sealed class SplitFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static IEnumerable<object[]> Rules =>
    [
        [new LeaveOneOut()], [new LeaveOneOut(LeftOut.Random) { Validation = false }], [new RandomHoldOut(0.3)], [new GlobalTime()], [new KFold(3, 2)], [new UserHoldOut(8, 9)],
    ];

    [Theory, MemberData(nameof(Rules))]
    public void SaveThenLoad_AnyRule_GivesTheSameSplit(SplitRule rule)
    {
        InteractionSplit split = rule.Split(Logs.Random(1, repeats: true), 5);

        split.Save(_folder.File("split"));
        InteractionSplit loaded = InteractionSplit.Load(_folder.File("split"));

        Assert.Equal((split.Fingerprint, split.Protocol), (loaded.Fingerprint, loaded.Protocol));
        Assert.Equal(Logs.Events(split.Train), Logs.Events(loaded.Train));
        Assert.Equal(Logs.Events(split.TestEvents!), Logs.Events(loaded.TestEvents!));
        Assert.Equal(split.Validation is null ? null : Logs.Events(split.ValidationEvents!), loaded.Validation is null ? null : Logs.Events(loaded.ValidationEvents!));
        Assert.Equal(
            (split.Test.UsersWithoutRelevant, split.Test.KnownPairs, split.Test.Trained),
            (loaded.Test.UsersWithoutRelevant, loaded.Test.KnownPairs, loaded.Test.Trained));
        Assert.Equal(split.Refit().Fingerprint, loaded.Refit().Fingerprint);
    }

    [Fact]
    public void SaveThenLoad_WithContentNegativesAndLeaks_KeepsThem()
    {
        Interactions log = Logs.Random(2, times: false, values: false);
        CsrMatrix features = CsrMatrix.FromEntries(log.Items.Count, 7, [0, 0, 5], [1, 6, 0], [0.5f, 1e-7f, 3]);
        Interactions train = new(log.Users, log.Items, [0, 0, 1], [1, 2, 3]) { ItemFeatures = features };
        HeldOut test = new([0, 1], CsrMatrix.FromEntries(2, 40, [0, 0, 1], [1, 2, 3]), CsrMatrix.FromEntries(2, 40, [0, 1], [2, 9]), CsrMatrix.FromEntries(2, 40, [0, 1], [30, 31]));
        InteractionSplit split = InteractionSplit.Of("by hand", train, null, test);

        split.Save(_folder.File("split"));
        InteractionSplit loaded = InteractionSplit.Load(_folder.File("split"));

        Assert.Equal(split.Fingerprint, loaded.Fingerprint);
        Assert.Null(loaded.TestEvents);
        Assert.Equal(features.Values.ToArray(), loaded.Train.ItemFeatures!.Values.ToArray());
        Assert.Equal((features.Rows, features.Cols), (loaded.Train.ItemFeatures.Rows, loaded.Train.ItemFeatures.Cols));
        Assert.Equal(1, SplitOddities.Of(loaded.Test).TestPairsInTraining);
    }

    [Fact]
    public void Save_WhereASplitIs_ReplacesItWhole()
    {
        Saved(new UserHoldOut(5, 5));
        InteractionSplit second = Saved(new LeaveOneOut());

        Assert.Equal(second.Fingerprint, InteractionSplit.Load(_folder.File("split")).Fingerprint);
        Assert.Equal(["split"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName));
        Assert.DoesNotContain("test.history.tsv.gz", Directory.GetFiles(_folder.File("split")).Select(Path.GetFileName));
    }

    [Fact]
    public void Save_WhereSomethingElseIs_RefusesAndTouchesNothing()
    {
        _folder.Write("split/letter.txt", "dear");

        Assert.Throws<IOException>(() => Saved(new LeaveOneOut()));

        Assert.Equal("dear", File.ReadAllText(_folder.File("split/letter.txt")));
    }

    /// <summary>Any byte of any file, changed, cut off or added, is noticed.</summary>
    [Fact]
    public void Load_DamagedAnywhere_IsRefused()
    {
        Saved(new UserHoldOut(8, 9));
        Random random = new(4);
        foreach (string file in Directory.GetFiles(_folder.File("split")))
        {
            byte[] whole = File.ReadAllBytes(file);
            for (int trial = 0; trial < 12; trial++)
            {
                byte[] damaged = trial % 3 == 0 ? whole[..random.Next(whole.Length)] : trial % 3 == 1 ? [.. whole, 32, 65] : [.. whole];
                if (trial % 3 == 2) damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
                File.WriteAllBytes(file, damaged);
                if (Path.GetFileName(file) == "split.json" && IsSameJson(whole, damaged)) continue;
                InvalidSplitException error = Assert.Throws<InvalidSplitException>(() => InteractionSplit.Load(_folder.File("split")));
                Assert.Contains(_folder.File("split"), error.Message);
            }
            File.WriteAllBytes(file, whole);
        }
        InteractionSplit.Load(_folder.File("split"));
    }

    [Fact]
    public void Load_AnotherVersion_NamesBoth()
    {
        Saved(new LeaveOneOut());
        string json = _folder.File("split/split.json");
        File.WriteAllText(json, File.ReadAllText(json).Replace("\"version\": 1", "\"version\": 9"));

        Assert.Contains("version 9; this program reads version 1", Assert.Throws<InvalidSplitException>(() => InteractionSplit.Load(_folder.File("split"))).Message);
    }

    [Fact]
    public void Load_NoSplit_SaysSo() =>
        Assert.Contains("holds no split", Assert.Throws<InvalidSplitException>(() => InteractionSplit.Load(_folder.Path)).Message);

    [RealDataFact]
    public void SaveThenLoad_Ncf_GivesTheSameSplit()
    {
        InteractionSplit split = PublishedSplits.Load("ncf-ml-1m", new DatasetStore());

        split.Save(_folder.File("split"));

        Assert.Equal(split.Fingerprint, InteractionSplit.Load(_folder.File("split")).Fingerprint);
    }

    private InteractionSplit Saved(SplitRule rule)
    {
        InteractionSplit split = rule.Split(Logs.Random(1), 5);
        split.Save(_folder.File("split"));
        return split;
    }

    /// <summary>A flipped bit may change white space, or the case of a \u escape, and so nothing.</summary>
    private static bool IsSameJson(byte[] a, byte[] b)
    {
        try
        {
            return System.Text.Json.Nodes.JsonNode.DeepEquals(System.Text.Json.Nodes.JsonNode.Parse(a), System.Text.Json.Nodes.JsonNode.Parse(b));
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }
}
