using System.Text;
using Winnow.Embeddings;

namespace Winnow.Embeddings.Tests;

public sealed class SnapshotTests
{
    private static readonly EmbeddingTableOptions s_options = new()
    {
        Name = "items", Dimension = 3, Seed = 1, AdmissionThreshold = 2, TimeToLive = 40, Precision = RowPrecision.BFloat16,
    };

    private static readonly SparseOptimizerOptions s_adam = new() { Algorithm = SparseAlgorithm.LazyAdam };

    [Fact]
    public void Save_OtherInsertionHistory_GivesTheSameBytes()
    {
        EmbeddingTableOptions options = s_options with { AdmissionThreshold = 1 };
        ulong[] keys = [.. Enumerable.Range(1, 30_000).Select(i => (ulong)i * 31)];
        using TestTable atOnce = new(options, s_adam), shuffled = new(options, s_adam), grown = new(options, s_adam);
        atOnce.Pull(keys, PullMode.Training);
        ulong[] mixed = [.. keys];
        new Random(5).Shuffle(mixed);
        shuffled.Pull(mixed, PullMode.Training);
        foreach (ulong[] part in mixed.Chunk(700)) grown.Pull(part, PullMode.Training);

        byte[] expected = atOnce.Save();
        Assert.Equal(expected, shuffled.Save());
        Assert.Equal(expected, grown.Save());
    }

    [Fact]
    public void Load_ManyBlocks_BringsEverythingBack()
    {
        using TestTable table = Trained(90_000), loaded = new(s_options, s_adam);
        byte[] bytes = table.Save();
        Assert.True(bytes.Length > 2 * SnapshotFormat.MaximumPayload, "the case must have several blocks");

        SnapshotCut cut = loaded.Load(bytes);

        Assert.Equal(table.Cut(), cut);
        Assert.Equal(bytes, loaded.Save());
        Assert.Equal(table.Pull([1, 2, 77, 99_999_999]), loaded.Pull([1, 2, 77, 99_999_999]));
    }

    [Fact]
    public void Load_AnyBitFlipped_ThrowsAndLeavesTheTableAlone() => AssertDamageIsFound(static (table, bytes) => table.Load(bytes), Full(out _));

    [Fact]
    public void LoadDelta_AnyBitFlipped_ThrowsAndLeavesTheTableAlone() => AssertDamageIsFound(static (table, bytes) => table.LoadDelta(bytes), Delta(out _));

    [Fact]
    public void Load_CutOffAnywhere_ThrowsAndLeavesTheTableAlone() => AssertCutsAreFound(static (table, bytes) => table.Load(bytes), Full(out _));

    [Fact]
    public void LoadDelta_CutOffAnywhere_ThrowsAndLeavesTheTableAlone() =>
        AssertCutsAreFound(static (table, bytes) => table.LoadDelta(bytes), Delta(out _));

    [Theory]
    [InlineData("")]
    [InlineData("PK\u0003\u0004 this is some other file of a certain length")]
    [InlineData("WINNOWTB")]
    [InlineData("WINNOWTB\u0002\0\0\0")]
    [InlineData("WINNOWTB\u0001\0\0\0\u0001\0\0\0\u007f\u007f\u007f\u007f________")]
    public void Load_ForeignFile_NamesPathAndOffset(string content)
    {
        using TestTable table = new(s_options, s_adam);

        string message = Assert.Throws<InvalidDataException>(() => table.Load(Encoding.Latin1.GetBytes(content))).Message;

        Assert.Contains("full.bin: offset", message);
    }

    [Fact]
    public void Load_OtherLayout_NamesEveryDifference()
    {
        using TestTable table = Trained(10);
        using TestTable other = new(s_options with { Dimension = 4, Name = "users", Precision = RowPrecision.Float32, Seed = 5 }, s_adam with { Algorithm = SparseAlgorithm.Sgd });

        string message = Assert.Throws<InvalidDataException>(() => other.Load(table.Save())).Message;

        foreach (string difference in (string[])["dimension is 3, the table has 4", "'users'", "precision", "optimiser is lazy-adam", "seed"])
            Assert.Contains(difference, message);
    }

    [Fact]
    public void Load_BlocksSwapped_Throws()
    {
        byte[] bytes = Full(out _);
        // Two row blocks of a larger table change places: each is sound by itself.
        using TestTable large = Trained(90_000), target = new(s_options, s_adam);
        byte[] many = large.Save();
        List<(int Start, int Length)> blocks = Blocks(many);
        (int Start, int Length)[] rows = [.. blocks.Where(b => many[b.Start] == (byte)BlockKind.Rows)];
        Assert.True(rows.Length >= 3 && rows[0].Length == rows[1].Length);
        byte[] swapped = [.. many];
        many.AsSpan(rows[0].Start, rows[0].Length).CopyTo(swapped.AsSpan(rows[1].Start));
        many.AsSpan(rows[1].Start, rows[1].Length).CopyTo(swapped.AsSpan(rows[0].Start));

        Assert.Throws<InvalidDataException>(() => target.Load(swapped));
        Assert.NotEmpty(bytes);
    }

    [Fact]
    public void LoadDelta_WithoutItsBaseOrTwice_Throws()
    {
        byte[] delta = Delta(out byte[] full);
        using TestTable empty = new(s_options, s_adam), table = new(s_options, s_adam);
        table.Load(full);
        table.LoadDelta(delta);
        byte[] state = table.Save();

        Assert.Contains("starts from", Assert.Throws<InvalidDataException>(() => empty.LoadDelta(delta)).Message);
        Assert.Contains("starts from", Assert.Throws<InvalidDataException>(() => table.LoadDelta(delta)).Message);
        Assert.Contains("full snapshot", Assert.Throws<InvalidDataException>(() => table.LoadDelta(full)).Message);
        Assert.Contains("delta snapshot", Assert.Throws<InvalidDataException>(() => table.Load(delta)).Message);
        Assert.Equal(state, table.Save());
    }

    [Fact]
    public void LoadDelta_ReadFailsTheSecondTime_TableRefusesToWorkUntilReloaded()
    {
        byte[] delta = Delta(out byte[] full);
        using TestTable table = new(s_options, s_adam);
        table.Load(full);

        Assert.Throws<IOException>(() => table.Table.LoadDelta(new FailsTheSecondTime(delta), "delta.bin"));

        Assert.Contains("half of a delta", Assert.Throws<InvalidOperationException>(() => table.Pull([1])).Message);
        table.Load(full);
        Assert.Equal(full, table.Save());
    }

    [Fact]
    public void SaveDelta_FromAnUnknownCutOrPastTheLog_AsksForAFullSnapshot()
    {
        using TestTable table = new(s_options with { RemovalLogCapacity = 5, AdmissionThreshold = 1, TimeToLive = 8 }, s_adam);
        table.Train([1, 2, 3, 4, 5, 6], TestTable.Gradients(new Random(1), 6, 3));
        SnapshotCut cut = table.Cut();
        for (int i = 0; i < 20; i++) table.Table.Advance();

        Assert.Equal(0, table.Table.Count);
        Assert.Contains("full snapshot", Assert.Throws<InvalidOperationException>(() => table.SaveDelta(cut)).Message);
        Assert.Throws<InvalidOperationException>(() => table.SaveDelta(cut with { Step = 3 }));
        table.SaveDelta(table.Cut());
    }

    [Fact]
    public void SaveDelta_QuietTable_IsSmall()
    {
        using TestTable table = Trained(20_000);
        SnapshotCut cut = table.Cut();
        table.Train([1], TestTable.Gradients(new Random(1), 1, 3));

        Assert.True(table.SaveDelta(cut).Length < 1000);
    }

    [Fact]
    public void Checksum_KnownInputs_EqualsThePublishedValues()
    {
        Assert.Equal(0xEF46DB3751D8E999UL, XxHash64.Of([], 0));
        Assert.Equal(0xD24EC4F1A98C6E5BUL, XxHash64.Of("a"u8, 0));
        Assert.Equal(0x44BC2CF5AD770999UL, XxHash64.Of("abc"u8, 0));
    }

    private static TestTable Trained(int keys)
    {
        TestTable table = new(s_options, s_adam);
        ulong[] all = [.. Enumerable.Range(1, keys).Select(i => (ulong)i)];
        for (int step = 0; step < 3; step++)
            table.Train(step == 0 ? all : all[..(keys / 2 + keys / 3)], TestTable.Gradients(new Random(step), keys, 3));
        return table;
    }

    private static byte[] Full(out SnapshotCut cut)
    {
        using TestTable table = Trained(30);
        cut = table.Cut();
        return table.Save();
    }

    private static byte[] Delta(out byte[] full)
    {
        using TestTable table = Trained(30);
        full = table.Save();
        SnapshotCut cut = table.Cut();
        for (int i = 0; i < 50; i++) table.Train([1, 2, (ulong)(100 + i % 3)], TestTable.Gradients(new Random(i), 3, 3));
        return table.SaveDelta(cut);
    }

    private static void AssertDamageIsFound(Action<TestTable, byte[]> load, byte[] bytes)
    {
        Delta(out byte[] full);
        using TestTable table = new(s_options, s_adam);
        table.Load(full);
        byte[] damaged = [.. bytes];
        for (int i = 0; i < bytes.Length; i++)
        {
            damaged[i] ^= (byte)(1 << (i % 8));
            Assert.Contains("offset", Assert.Throws<InvalidDataException>(() => load(table, damaged)).Message);
            damaged[i] = bytes[i];
        }
        Assert.Throws<InvalidDataException>(() => load(table, [.. bytes, 0]));
        Assert.Equal(full, table.Save());
        load(table, bytes);
    }

    private static void AssertCutsAreFound(Action<TestTable, byte[]> load, byte[] bytes)
    {
        Delta(out byte[] full);
        using TestTable table = new(s_options, s_adam);
        table.Load(full);
        for (int length = 0; length < bytes.Length; length++)
            Assert.Contains("offset", Assert.Throws<InvalidDataException>(() => load(table, bytes[..length])).Message);
        Assert.Equal(full, table.Save());
    }

    private static List<(int Start, int Length)> Blocks(byte[] file)
    {
        List<(int, int)> blocks = [];
        for (int at = 12; at < file.Length;)
        {
            int length = SnapshotFormat.BlockHeadBytes + BitConverter.ToInt32(file, at + 4);
            blocks.Add((at, length));
            at += length;
        }
        return blocks;
    }

    private sealed class FailsTheSecondTime(byte[] content) : MemoryStream(content)
    {
        private bool _rewound;

        public override long Position
        {
            get => base.Position;
            set
            {
                base.Position = value;
                _rewound = true;
            }
        }

        public override int Read(Span<byte> buffer) =>
            _rewound && base.Position > 200 ? throw new IOException("the disk is gone") : base.Read(buffer);
    }
}
