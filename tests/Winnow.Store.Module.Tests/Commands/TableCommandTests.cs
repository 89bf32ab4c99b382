using Winnow.Embeddings;
using Winnow.Numerics;
using Winnow.Store.Tests.Local;
using static Winnow.Store.Module.Tests.ModuleServer;

namespace Winnow.Store.Module.Tests.Commands;

public sealed unsafe class TableCommandTests
{
    [ModuleFact]
    public void Push_ManySteps_ServerHoldsWhatAShardInThisProcessHolds()
    {
        using ModuleServer server = new();
        using TableShard shard = new(TestValues.Table, WorkerTeam.Single);
        TestValues.Create(server, "t", TestValues.Table);
        TestValues.Push(server, "t", 0, 60);
        TestValues.Push(shard, 0, 60);

        ulong[] keys = [.. Enumerable.Range(0, 250).Select(k => (ulong)k)];
        float[] expected = new float[keys.Length * TestValues.Dimension];
        fixed (float* rows = expected) shard.Pull(keys, new MatrixView(rows, keys.Length, TestValues.Dimension));
        Assert.Equal(expected, Numbers<float>(server.Call("WINNOW.TABLE.PULL", "t", 77, 60, Blob<ulong>(keys))));

        RespValue told = server.Call("WINNOW.TABLE.DESCRIBE", "t");
        Assert.Equal(shard.Count, told["rows"].Integer);
        Assert.Equal(shard.WaitingCount, told["waiting"].Integer);
        Assert.Equal(60, told["step"].Integer);
        Assert.Equal(shard.Count, server.Call("WINNOW.TABLE.COUNT", "t").Integer);
    }

    [ModuleFact]
    public void Pull_StepThatHasNotCome_AnswersNotYetAndChangesNothing()
    {
        using ModuleServer server = new();
        TestValues.Create(server, "t", TestValues.Table);
        TestValues.Push(server, "t", 0, 3);
        string before = server.Digest("t");

        Assert.Equal("NOTYET 3", server.Error("WINNOW.TABLE.PULL", "t", 77, 4, Blob<ulong>(1, 2)));
        Assert.Equal("NOTYET 0", server.Error("WINNOW.TABLE.PULL", "t", 78, 1, Blob<ulong>(1, 2)));
        Assert.Equal(2 * TestValues.Dimension, Numbers<float>(server.Call("WINNOW.TABLE.PULL", "t", 77, 3, Blob<ulong>(1, 999))).Length);
        Assert.Equal(before, server.Digest("t"));
    }

    [ModuleFact]
    public void Push_Repeat_IsDuplicateAndChangesNothing()
    {
        using ModuleServer server = new();
        TestValues.Create(server, "t", TestValues.Table);
        TestValues.Push(server, "t", 0, 3);
        string before = server.Digest("t");
        object[] again = ["WINNOW.TABLE.PUSH", "t", 77, 1, 1, "0.05", Blob<ulong>(5), Blob<float>(1, 2, 3, 4, 5, 6)];

        Assert.Equal(0, server.Call(again).Integer);
        Assert.Equal(before, server.Digest("t"));
    }

    [ModuleFact]
    public void Push_GradientThatIsNotFinite_NamesItAndChangesNothing()
    {
        using ModuleServer server = new();
        TestValues.Create(server, "t", TestValues.Table);
        string before = server.Digest("t");
        float[] gradients = new float[3 * TestValues.Dimension];
        gradients[2 * TestValues.Dimension + 1] = float.PositiveInfinity;

        Assert.Equal("NONFINITE 2", server.Error("WINNOW.TABLE.PUSH", "t", 77, 0, 1, "0.05", Blob<ulong>(1, 2, 3), Blob<float>(gradients)));
        Assert.Equal(before, server.Digest("t"));
    }

    [ModuleFact]
    public void Push_SameNewKeyTwice_DoesNotBreakTheShard()
    {
        using ModuleServer server = new();
        TestValues.Create(server, "t", TestValues.Table with { Table = TestValues.Table.Table with { AdmissionThreshold = 1 } });

        server.Call("WINNOW.TABLE.PUSH", "t", 77, 0, 1, "0.05", Blob<ulong>(9, 9, 9), Blob<float>(new float[3 * TestValues.Dimension]));

        Assert.InRange(server.Call("WINNOW.TABLE.COUNT", "t").Integer, 0, 1);
        server.Do("RESTORE", "copy", 0, server.Call("DUMP", "t").Bytes.ToArray());
        Assert.Equal(server.Digest("t"), server.Digest("copy"));
    }

    [ModuleFact]
    public void Create_Again_IsFineWithTheSameOptionsAndNamesADifference()
    {
        using ModuleServer server = new();
        TestValues.Create(server, "t", TestValues.Table);
        TestValues.Create(server, "t", TestValues.Table);

        string error = server.Error("WINNOW.TABLE.CREATE", "t", "NAME", "films", "DIM", 7);
        Assert.StartsWith("EXISTS", error, StringComparison.Ordinal);
        Assert.Contains("DIM is 6, asked for is 7", error, StringComparison.Ordinal);
    }

    [ModuleFact]
    public void Describe_Options_AreThoseItWasMadeWith()
    {
        using ModuleServer server = new();
        TableShardOptions options = TestValues.Table with { Shard = 3, Shards = 8, Compensation = new() { Form = DelayCompensationForm.Adaptive, Lambda = 2 } };
        TestValues.Create(server, "t", options);

        ReadOnlySpan<RespValue> words = server.Call("WINNOW.TABLE.DESCRIBE", "t")["options"].Items;
        List<KeyValuePair<string, string>> told = [];
        for (int i = 0; i < words.Length; i += 2) told.Add(new(words[i].Text, words[i + 1].Text));
        Assert.Equal(OptionWords.Of(options), told);
        Assert.Equal(options, OptionWords.ToTableShard(told));
    }

    [ModuleFact]
    public void SnapshotAndRestore_AllRecords_GiveAShardThatAnswersTheSame()
    {
        using ModuleServer server = new();
        TestValues.Create(server, "t", TestValues.Table);
        TestValues.Push(server, "t", 0, 30);
        TestValues.Create(server, "u", TestValues.Table);
        TestValues.Push(server, "u", 0, 5);

        RespValue told = server.Call("WINNOW.TABLE.DESCRIBE", "t");
        server.Do("WINNOW.TABLE.BEGINRESTORE", "u", told["step"].Integer, told["clock-pushes"].Integer, told["removals"].Integer);
        for (string cursor = "0"; cursor != "end";)
        {
            ReadOnlySpan<RespValue> piece = server.Call("WINNOW.TABLE.SNAPSHOT", "t", cursor, "BYTES", 500).Items;
            cursor = piece[0].Text;
            if (piece[1].Text != "end") server.Do("WINNOW.TABLE.RESTOREROWS", "u", piece[1].Text, piece[2].Bytes.ToArray());
        }

        ulong[] keys = [.. Enumerable.Range(0, 250).Select(k => (ulong)k)];
        Assert.Equal(Numbers<float>(server.Call("WINNOW.TABLE.PULL", "t", 0, 0, Blob<ulong>(keys))),
            Numbers<float>(server.Call("WINNOW.TABLE.PULL", "u", 0, 0, Blob<ulong>(keys))));
        Assert.Equal(told["rows"].Integer, server.Call("WINNOW.TABLE.COUNT", "u").Integer);
        Assert.Equal(told["waiting"].Integer, server.Call("WINNOW.TABLE.DESCRIBE", "u")["waiting"].Integer);
    }

    [ModuleFact]
    public void Scan_SmallSteps_ListsEveryKeyOnce()
    {
        using ModuleServer server = new();
        TestValues.Create(server, "t", TestValues.Table with { Table = TestValues.Table.Table with { AdmissionThreshold = 1 } });
        TestValues.Push(server, "t", 0, 10);
        List<ulong> keys = [];
        string cursor = "0";
        do
        {
            ReadOnlySpan<RespValue> piece = server.Call("WINNOW.TABLE.SCAN", "t", cursor, "COUNT", 7).Items;
            cursor = piece[0].Text;
            keys.AddRange(Numbers<ulong>(piece[1]));
        }
        while (cursor != "0");
        Assert.Equal(server.Call("WINNOW.TABLE.COUNT", "t").Integer, keys.Count);
        Assert.Equal(keys.Count, keys.Distinct().Count());
    }

    [ModuleFact]
    public void Sweep_LongEnough_RemovesWhatNobodyPushed()
    {
        using ModuleServer server = new();
        TestValues.Create(server, "t", TestValues.Table);
        TestValues.Push(server, "t", 0, 10);
        long rows = server.Call("WINNOW.TABLE.COUNT", "t").Integer;

        Assert.Equal(rows, server.Call("WINNOW.TABLE.SWEEP", "t", 200).Integer);
        Assert.Equal(0, server.Call("WINNOW.TABLE.COUNT", "t").Integer);
    }
}
