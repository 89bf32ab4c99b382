using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Winnow.Numerics.Tests;

namespace Winnow.Data.Tests.Batches;

public sealed class BatchSourceTests
{
    private const int Rows = 1_000, BatchRows = 64;

    private static readonly FeatureSchema s_flat = FeatureSchema.FromYaml(
        "group: user\ncolumns: [{ name: row, kind: dense }, { name: user, kind: id }, { name: hashed, kind: id, encoding: hash }, { name: click, kind: label }]");

    private static readonly FeatureSchema s_jagged = FeatureSchema.FromYaml(
        "columns: [{ name: row, kind: time }, { name: user, kind: sequence }, { name: hashed, kind: id, encoding: hash }, { name: click, kind: label }]");

    public static TheoryData<bool> Layouts => [false, true];

    [Theory, MemberData(nameof(Layouts))]
    public void Next_AnyThreadsAndBlocks_GivesTheSameBytes(bool jagged)
    {
        FeaturePlan plan = Plan(jagged);
        List<string> expected = All(Stream(plan, threads: 1, blockBytes: 1 << 18));
        Assert.Equal(expected, All(Stream(plan, threads: 1, blockBytes: 300)));
        Assert.Equal(expected, All(Stream(plan, threads: 2, blockBytes: 300)));
        Assert.Equal(expected, All(Stream(plan, threads: 5, blockBytes: 300)));
    }

    [Theory, MemberData(nameof(Layouts))]
    public void Next_InMemoryInOrder_GivesTheBytesOfTheStream(bool jagged)
    {
        FeaturePlan plan = Plan(jagged);
        using EncodedDataset data = EncodedDataset.Encode(Log(500), plan, new EncodeOptions { Threads = 3 });
        Assert.Equal(All(Stream(plan, 1, 300)), All(ShuffledBatches.InOrder(data, BatchRows)));
    }

    [Fact]
    public void Next_Shuffled_IsAPermutationThatDiffersByEpochAndSeed()
    {
        using EncodedDataset data = EncodedDataset.Encode(Log(500), Plan(false));
        using ShuffledBatches one = new(data, BatchRows, seed: 1), again = new(data, BatchRows, seed: 1), other = new(data, BatchRows, seed: 2);
        List<float> first = RowNumbers(one), second = RowNumbers(one);
        Assert.Equal(Enumerable.Range(0, Rows).Select(i => (float)i), first.Order());
        Assert.Equal(first.Order(), second.Order());
        Assert.NotEqual(first, second);
        Assert.Equal(first, RowNumbers(again));
        Assert.NotEqual(first, RowNumbers(other));
    }

    [Fact]
    public void Next_Window_ShufflesWithinWindowsOnly()
    {
        using StreamedBatches source = new(Log(500), Plan(false), BatchRows, windowRows: 4 * BatchRows, seed: 3);
        List<float> rows = RowNumbers(source);
        for (int start = 0; start < Rows; start += 4 * BatchRows)
        {
            int count = Math.Min(4 * BatchRows, Rows - start);
            Assert.Equal(Enumerable.Range(start, count).Select(i => (float)i), rows.Skip(start).Take(count).Order());
            Assert.NotEqual(Enumerable.Range(start, count).Select(i => (float)i), rows.Skip(start).Take(count));
        }
    }

    public static TheoryData<int, bool, int> Resumptions()
    {
        TheoryData<int, bool, int> cases = [];
        foreach (int window in (int[])[0, 4 * BatchRows])
            foreach (bool gzip in (bool[])[false, true])
                foreach (int batches in (int[])[0, 1, 3, 4, 5, 15, 16, 17, 20, 40]) cases.Add(window, gzip, batches);
        return cases;
    }

    [Theory, MemberData(nameof(Resumptions))]
    public void Seek_ToAnyPosition_GoesOnWithTheSameBytes(int window, bool gzip, int batches)
    {
        FeaturePlan plan = Plan(jagged: true);
        using StreamedBatches whole = new(Log(300, gzip), plan, BatchRows, windowRows: window, seed: 5);
        using StreamedBatches resumed = new(Log(300, gzip), plan, BatchRows, new EncodeOptions { Threads = 2 }, windowRows: window, seed: 5);
        Take(whole, batches);

        resumed.Seek(Roundtrip(whole.Position));

        Assert.Equal(Take(whole, 30), Take(resumed, 30));
        Assert.Equal(whole.Position with { Skip = 0, Source = default }, resumed.Position with { Skip = 0, Source = default });
    }

    [Fact]
    public void Seek_Shuffled_GoesOnWithTheSameBytes()
    {
        using EncodedDataset data = EncodedDataset.Encode(Log(500), Plan(true));
        using ShuffledBatches whole = new(data, BatchRows, seed: 1), resumed = new(data, BatchRows, seed: 1);
        Take(whole, 21);
        resumed.Seek(Roundtrip(whole.Position));
        Assert.Equal(Take(whole, 30), Take(resumed, 30));
    }

    [Theory, InlineData(false, 0), InlineData(true, 0), InlineData(false, 2 * BatchRows), InlineData(true, 2 * BatchRows)]
    public void Next_Warm_AllocatesNothing(bool jagged, int window)
    {
        using StreamedBatches stream = new(Log(2_000), Plan(jagged), BatchRows, windowRows: window);
        using Batch batch = new(stream.Layout);
        for (int i = 0; i < 14; i++) Assert.True(stream.Next(batch));

        Allocations.AssertNone(() => stream.Next(batch));
    }

    [Theory, MemberData(nameof(Layouts))]
    public void Next_WarmInMemory_AllocatesNothing(bool jagged)
    {
        using EncodedDataset data = EncodedDataset.Encode(Log(500), Plan(jagged));
        using ShuffledBatches source = new(data, BatchRows, seed: 1);
        using Batch batch = new(data.Layout);
        while (source.Next(batch)) { }

        Allocations.AssertNone(() => { while (source.Next(batch)) { } });
    }

    [Fact]
    public void ReadFrom_OtherJson_SaysWhatIsMissing() =>
        Assert.Contains("'batch'", Assert.Throws<FormatException>(() => DataPosition.ReadFrom(JsonDocument.Parse("{\"epoch\":1}").RootElement)).Message);

    [Theory]
    [InlineData(9, true)]
    [InlineData(10, true)]
    [InlineData(11, false)]
    public void Encode_MalformedRows_AreAcceptedUpToTheLimit(int bad, bool accepted)
    {
        StringBuilder text = new("row,user,hashed,click\n");
        for (int i = 0; i < Rows; i++) text.Append(i < bad ? "x,u,h,1\n" : $"{i},u,h,1\n");
        BadRowLog log = new(new BadRowLimit(0.01, 0));
        void Encode() => EncodedDataset.Encode(Sample.File(text.ToString(), blockBytes: 200), Plan(false), new EncodeOptions { BadRows = log }).Dispose();
        if (accepted) Encode();
        else Assert.Contains("sample:2, column 'row': not a number", Assert.Throws<BadDataException>(Encode).Message);
        Assert.Equal(bad, log.Count);
    }

    [Fact]
    public void Encode_GarbageFile_StopsAtTheLimitNotAtTheEnd()
    {
        string text = "row,user,hashed,click\n" + string.Concat(Enumerable.Repeat("x,u,h,1\n", 5_000));
        BadRowLog log = new();
        Assert.Throws<BadDataException>(() => EncodedDataset.Encode(Sample.File(text, blockBytes: 400), Plan(false), new EncodeOptions { BadRows = log, Threads = 2 }));
        Assert.InRange(log.Count, 101, 200);
    }

    private static FeaturePlan Plan(bool jagged) => FeaturePlan.Fit(Log(1 << 18), jagged ? s_jagged : s_flat);

    private static RecordFile Log(int blockBytes, bool gzip = false)
    {
        StringBuilder text = new("row,user,hashed,click\n");
        for (int i = 0; i < Rows; i++) text.Append($"{i},{(i % 5 == 0 ? "" : $"u{i % 17}|v{i % 3}")},h{i * 7919 % 101},{i % 2}\n");
        byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
        return new RecordFile([TextOrigin.OfBytes("log", gzip ? Packed(bytes) : bytes)], format: new FileFormat(), blockBytes: blockBytes);
    }

    private static byte[] Packed(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (GZipStream stream = new(packed, CompressionLevel.Fastest)) stream.Write(bytes);
        return packed.ToArray();
    }

    private static StreamedBatches Stream(FeaturePlan plan, int threads, int blockBytes) =>
        new(Log(blockBytes), plan, BatchRows, new EncodeOptions { Threads = threads });

    private static DataPosition Roundtrip(DataPosition position)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream)) position.WriteTo(json);
        return DataPosition.ReadFrom(JsonDocument.Parse(stream.ToArray()).RootElement);
    }

    /// <summary>Every batch of one epoch, as text that tells every byte.</summary>
    private static List<string> All(IBatchSource source)
    {
        using (source)
        {
            List<string> batches = [];
            using Batch batch = new(source.Layout);
            while (source.Next(batch)) batches.Add(Text(batch));
            return batches;
        }
    }

    private static List<string> Take(IBatchSource source, int count)
    {
        List<string> batches = [];
        using Batch batch = new(source.Layout);
        for (int i = 0; i < count; i++) batches.Add(source.Next(batch) ? Text(batch) : "end");
        return batches;
    }

    private static List<float> RowNumbers(IBatchSource source)
    {
        List<float> rows = [];
        using Batch batch = new(source.Layout);
        while (source.Next(batch))
            for (int r = 0; r < batch.Rows; r++) rows.Add(batch.Dense[r, 0]);
        return rows;
    }

    private static string Text(Batch batch) => string.Join(' ',
        batch.Rows, string.Join(',', batch.Keys.ToArray()), string.Join(',', batch.Offsets.ToArray()), string.Join(',', batch.Labels.ToArray()),
        string.Join(',', batch.Times.ToArray()), string.Join(',', batch.Groups.ToArray()),
        string.Join(',', Enumerable.Range(0, batch.Layout.Dense == 0 ? 0 : batch.Rows).Select(r => batch.Dense[r, 0])));
}
