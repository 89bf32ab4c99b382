namespace Winnow.Data.Tests.Features;

public sealed class PlanFileTests
{
    private const string Log = "label,user,tags,price\n1,ann,a|b,3\n0,bob,,7.5\n1,ann,b,\n0,\"é,\"\"x\",c|a|b,1e3\n";

    private static readonly FeatureSchema s_schema = FeatureSchema.FromYaml("""
        group: user
        columns:
          - { name: label, kind: label }
          - { name: user, kind: id }
          - { name: tags, kind: idList, missing: own }
          - { name: price, kind: dense, transform: log }
          - { name: priceBucket, source: price, kind: dense, transform: quantileBuckets, buckets: 3 }
        """);

    [Fact]
    public void Load_SavedPlan_EncodesTheSameRows()
    {
        using TemporaryFolder folder = new();
        FeaturePlan plan = FeaturePlan.Fit(Sample.File(Log), s_schema);

        plan.Save(folder.Path);
        FeaturePlan loaded = FeaturePlan.Load(folder.Path);

        Assert.Equal(Fingerprint(plan), Fingerprint(loaded));
        Assert.Equal(plan.Schema.ToYaml(), loaded.Schema.ToYaml());
        Assert.Equal(plan.Rows, loaded.Rows);
        Assert.Equal("é,\"x", loaded.VocabularyOf("user")!.Text(2));
        Assert.Equal(2, loaded.VocabularyOf("user")!.Occurrences(0));
        Assert.Equal([FeaturePlan.FileName], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Load_AnyFlippedBit_IsRefused()
    {
        using TemporaryFolder folder = new();
        FeaturePlan.Fit(Sample.File(Log), s_schema).Save(folder.Path);
        string path = folder.File(FeaturePlan.FileName);
        byte[] whole = File.ReadAllBytes(path);
        for (int i = 0; i < whole.Length; i++)
        {
            byte[] flipped = [.. whole];
            flipped[i] ^= (byte)(1 << (i % 8));
            File.WriteAllBytes(path, flipped);
            Assert.Contains(path, Assert.Throws<InvalidPlanException>(() => FeaturePlan.Load(folder.Path)).Message);
        }
    }

    [Fact]
    public void Load_AnyTruncation_IsRefused()
    {
        using TemporaryFolder folder = new();
        FeaturePlan.Fit(Sample.File(Log), s_schema).Save(folder.Path);
        string path = folder.File(FeaturePlan.FileName);
        byte[] whole = File.ReadAllBytes(path);
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.Throws<InvalidPlanException>(() => FeaturePlan.Load(folder.Path));
        }
    }

    [Theory]
    [InlineData("PK and so on, of whatever length it takes", "no feature plan")]
    [InlineData("WINNOWPL\u0007\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "version 7")]
    public void Load_ForeignFile_SaysWhatItIs(string text, string reason)
    {
        using TemporaryFolder folder = new();
        folder.Write(FeaturePlan.FileName, text);
        Assert.Contains(reason, Assert.Throws<InvalidPlanException>(() => FeaturePlan.Load(folder.Path)).Message);
    }

    [Fact]
    public void Load_NoFile_SaysSo()
    {
        using TemporaryFolder folder = new();
        Assert.Contains("There is no feature plan", Assert.Throws<InvalidPlanException>(() => FeaturePlan.Load(folder.Path)).Message);
    }

    private static ulong Fingerprint(FeaturePlan plan)
    {
        using EncodedDataset data = EncodedDataset.Encode(Sample.File(Log), plan);
        return data.Fingerprint;
    }
}
