using Winnow.Embeddings;
using Winnow.Numerics;
using Winnow.Store.Tests.Local;

namespace Winnow.Store.Tests;

/// <summary>A store in Redis does what a store in this process does, bit for bit.</summary>
public sealed unsafe class RedisParameterStoreTests(ModuleServers servers) : IClassFixture<ModuleServers>
{
    private const int Steps = 12, MostKeys = 700;

    public static TheoryData<int, int, int> Cases => new() { { 1, 1, 1 }, { 1, 8, 1 }, { 3, 8, 1 }, { 3, 7, 3 }, { 3, 256, 1 } };

    [ModuleTheory, MemberData(nameof(Cases))]
    public void PullAndPush_RandomCalls_SameBytesAsInProcess(int masters, int shards, int parts)
    {
        ParameterStoreLayout layout = Layout($"same-{masters}-{shards}-{parts}", shards, parts);
        float[] start = [.. Enumerable.Range(0, 10).Select(i => i / 8f)];
        ReadOnlyMemory<float>[] values = [start, start.AsMemory(0, 3)];
        using WorkerTeam team = new(1);
        using LocalParameterStore local = new(layout, values, team);
        using RedisParameterStore remote = RedisParameterStore.Create(servers.Address(masters), layout, values);
        using NativeBuffer<float> block = new(3 * MostKeys * 11), twin = new(3 * MostKeys * 11);
        Parameter[] mine = Parameters(), theirs = Parameters();
        Random random = new(17);
        for (int position = 0; position < Steps * parts; position++)
        {
            UpdateTag tag = new(layout.Source, position, parts, 0.05f);
            for (int t = 0; t < layout.Tables.Count; t++)
            {
                ulong[] keys = Keys(random);
                int stride = t == 0 ? 11 : layout.Tables[t].Table.Dimension;           // once with gaps between the rows
                MatrixView a = new(block.Pointer, keys.Length, layout.Tables[t].Table.Dimension, stride), b = new(twin.Pointer, a.Rows, a.Cols, stride);
                local.Tables[t].Pull(keys, a, layout.Source, tag.Step);
                remote.Tables[t].Pull(keys, b, layout.Source, tag.Step);
                AssertSame(a, b);
                MatrixView gradients = new(block.Pointer + 2 * MostKeys * 11, a.Rows, a.Cols);
                for (int i = 0; i < gradients.Count; i++) gradients.Data[i] = random.NextSingle() - 0.5f;
                Assert.Equal(-1, local.Tables[t].Push(tag, keys, gradients, a));
                Assert.Equal(-1, remote.Tables[t].Push(tag, keys, gradients, b));
                if (position % 3 == 0) Assert.Equal(-1, remote.Tables[t].Push(tag, keys, gradients, b));       // again, as after a lost answer
            }
            local.Blocks.Pull(mine, layout.Source, tag.Step);
            remote.Blocks.Pull(theirs, layout.Source, tag.Step);
            for (int i = 0; i < mine.Length; i++) Assert.Equal(mine[i].Values.ToArray(), theirs[i].Values.ToArray());
            PushBlocks(local, mine, tag, position);
            PushBlocks(remote, theirs, tag, position);
            remote.Commit();
        }
        for (int t = 0; t < layout.Tables.Count; t++)
        {
            Assert.Equal(local.Tables[t].CountRows(), remote.Tables[t].CountRows());
            Assert.Equal(Saved(local.Tables[t]), Saved(remote.Tables[t]));
        }
        local.Blocks.Save(mine);
        remote.Blocks.Save(theirs);
        for (int i = 0; i < mine.Length; i++)
        {
            Assert.Equal(mine[i].Values.ToArray(), theirs[i].Values.ToArray());
            Assert.Equal(mine[i].Updates, theirs[i].Updates);
            for (int slot = 0; slot < mine[i].StateSlots; slot++) Assert.Equal(mine[i].State(slot).ToArray(), theirs[i].State(slot).ToArray());
        }
        remote.Delete();
        Assert.Throws<RedisErrorException>(() => remote.Tables[0].CountRows());
        foreach (Parameter p in (IEnumerable<Parameter>)[.. mine, .. theirs]) p.Dispose();
    }

    [ModuleFact]
    public void Load_SnapshotOfOtherShards_GoesOnTheSame()
    {
        ParameterStoreLayout few = Layout("few", 2, 1), many = Layout("many", 37, 1);
        ReadOnlyMemory<float>[] values = [new float[10], new float[3]];
        using RedisParameterStore a = RedisParameterStore.Create(servers.Address(3), few, values), b = RedisParameterStore.Create(servers.Address(1), many, values);
        using NativeBuffer<float> block = new(MostKeys * 11);
        Random random = new(3);
        byte[] saved = [];
        for (int position = 0; position < 20; position++)
        {
            if (position == 10)
            {
                saved = Saved(a.Tables[0]);
                b.Tables[0].Load(new MemoryStream(saved), "snapshot");
                Assert.Equal(saved, Saved(b.Tables[0]));
            }
            ulong[] keys = Keys(random);
            MatrixView gradients = new(block.Pointer, keys.Length, 8);
            for (int i = 0; i < gradients.Count; i++) gradients.Data[i] = random.NextSingle() - 0.5f;
            a.Tables[0].Push(new(few.Source, position, 1, 0.1f), keys, gradients, gradients);
            if (position >= 10) b.Tables[0].Push(new(many.Source, position - 10, 1, 0.1f), keys, gradients, gradients);
        }
        Assert.Equal(Saved(a.Tables[0]), Saved(b.Tables[0]));
        saved[saved.Length / 2] ^= 1;
        Assert.Throws<InvalidDataException>(() => b.Tables[0].Load(new MemoryStream(saved), "damaged"));
        Assert.Equal(Saved(a.Tables[0]), Saved(b.Tables[0]));
        a.Delete();
        b.Delete();
    }

    [ModuleFact]
    public void Checkpoint_BlocksSavedAndLoaded_GoOnTheSame()
    {
        ParameterStoreLayout layout = Layout("blocks", 1, 1);
        ReadOnlyMemory<float>[] values = [new float[10], new float[3]];
        using RedisParameterStore a = RedisParameterStore.Create(servers.Address(1), layout, values);
        using RedisParameterStore b = RedisParameterStore.Create(servers.Address(1), layout with { Run = "blocks-2" }, values);
        Parameter[] of = Parameters(), copy = Parameters();
        for (int position = 0; position < 5; position++)
        {
            a.Blocks.Pull(of, 0, 0);
            PushBlocks(a, of, new(layout.Source, position, 1, 0.1f), position);
        }
        a.Blocks.Save(of);
        b.Blocks.Load(of);
        for (int position = 5; position < 8; position++)
        {
            a.Blocks.Pull(of, 0, 0);
            b.Blocks.Pull(copy, 0, 0);
            Assert.Equal(of[0].Values.ToArray(), copy[0].Values.ToArray());
            PushBlocks(a, of, new(layout.Source, position, 1, 0.1f), position);
            PushBlocks(b, copy, new(layout.Source, position, 1, 0.1f), position);
        }
        foreach (Parameter p in (IEnumerable<Parameter>)[.. of, .. copy]) p.Dispose();
    }

    [ModuleFact]
    public void Open_OtherOptions_NamesTheDifference()
    {
        ParameterStoreLayout layout = Layout("options", 4, 1);
        RedisAddress address = servers.Address(3);
        Assert.Throws<RedisErrorException>(() => RedisParameterStore.Open(address, layout));
        using RedisParameterStore store = RedisParameterStore.Create(address, layout, [new float[10], new float[3]]);
        using RedisParameterStore again = RedisParameterStore.Create(address, layout, [new float[10], new float[3]]), joined = RedisParameterStore.Open(address, layout);
        TableShardOptions other = layout.Tables[0] with { Table = layout.Tables[0].Table with { Seed = 9 } };
        ArgumentException e = Assert.Throws<ArgumentException>(() => RedisParameterStore.Open(address, layout with { Tables = [other, layout.Tables[1]] }));
        Assert.Contains("SEED is 3, asked for is 9", e.Message, StringComparison.Ordinal);
        RedisErrorException there = Assert.Throws<RedisErrorException>(() => RedisParameterStore.Create(address, layout with { Tables = [other, layout.Tables[1]] }, [new float[10], new float[3]]));
        Assert.Equal("EXISTS", there.Error.Code);
        store.Delete();
    }

    [ModuleFact]
    public void Queue_TwoWorkers_GoesAsInProcess()
    {
        ParameterStoreLayout layout = Layout("queue", 1, 1) with { Queue = new() { Parts = 2, Staleness = 1 } };
        using WorkerTeam team = new(1);
        using LocalParameterStore local = new(layout, [new float[10], new float[3]], team);
        using RedisParameterStore remote = RedisParameterStore.Create(servers.Address(3), layout, [new float[10], new float[3]]);
        Assert.Equal(Play(local.Queue), Play(remote.Queue));
        remote.Delete();

        static List<string> Play(IPositionQueue queue)
        {
            List<string> log = [];
            TimeSpan term = TimeSpan.FromMinutes(1);
            void Note(object? what) => log.Add($"{what}");
            Note(queue.Lease("a", term));
            queue.Open(7, 0.5f);
            for (int i = 0; i < 5; i++) Note(queue.Lease(i % 2 == 0 ? "a" : "b", term));
            queue.Renew("b", term);
            Note(queue.Complete("b", 1, 0.25, 10));
            Note(queue.Complete("b", 1, 0.25, 10));
            Note(queue.Complete("a", 0, double.NaN, 10));
            Note(queue.Status() with { LossSum = 0 });
            queue.Leave("a");
            Note(queue.Lease("b", term));
            Note(queue.Status());
            queue.Close();
            Note(queue.Lease("b", term));
            Note(queue.Status());
            return log;
        }
    }

    [ModuleFact]
    public void Pull_StepOfAnother_WaitsForIt()
    {
        ParameterStoreLayout layout = Layout("wait", 8, 2);
        using RedisParameterStore store = RedisParameterStore.Create(servers.Address(3) with { StepTimeout = TimeSpan.FromMilliseconds(300) }, layout, [new float[10], new float[3]]);
        using NativeBuffer<float> block = new(16 * 8);
        MatrixView rows = new(block.Pointer, 16, 8);
        ulong[] keys = [.. Enumerable.Range(1, 16).Select(i => (ulong)i)];
        Assert.Contains("did not come", Assert.Throws<TimeoutException>(() => store.Tables[0].Pull(keys, rows, layout.Source, 1)).Message, StringComparison.Ordinal);
        store.Tables[0].Push(new(layout.Source, 0, 2, 0.1f), keys, rows, rows);
        using IParameterStore other = store.Connect();
        Thread late = new(() => other.Tables[0].Push(new(layout.Source, 1, 2, 0.1f), [], new MatrixView(null, 0, 8), default));
        late.Start();
        store.Tables[0].Pull(keys, rows, layout.Source, 1);
        late.Join();
        Assert.True(store.Waited > TimeSpan.Zero);
        store.Delete();
    }

    [ModuleFact]
    public void Push_NotFinite_ChangesNothingAnywhere()
    {
        ParameterStoreLayout layout = Layout("finite", 8, 1);
        using RedisParameterStore store = RedisParameterStore.Create(servers.Address(3), layout, [new float[10], new float[3]]);
        using NativeBuffer<float> block = new(100 * 5);
        MatrixView rows = new(block.Pointer, 100, 5);
        ulong[] keys = [.. Enumerable.Range(1, 100).Select(i => (ulong)i)];
        rows[41, 4] = float.NaN;
        Assert.Equal(41, store.Tables[1].Push(new(layout.Source, 0, 1, 0.1f), keys, rows, rows));
        Assert.Equal(0, store.Tables[1].CountRows());
        rows[41, 4] = 0;
        Assert.Equal(-1, store.Tables[1].Push(new(layout.Source, 0, 1, 0.1f), keys, rows, rows));
        Assert.Equal(100, store.Tables[1].CountRows());
        store.Delete();
    }

    [ModuleFact]
    public void PullAndPush_WrongShape_IsRefused()
    {
        ParameterStoreLayout layout = Layout("shape", 2, 1);
        using RedisParameterStore store = RedisParameterStore.Create(servers.Address(1), layout, [new float[10], new float[3]]);
        using NativeBuffer<float> block = new(100);
        Assert.Throws<ArgumentException>(() => store.Tables[0].Pull([1, 2], new MatrixView(block.Pointer, 1, 8), 0, 0));
        Assert.Throws<ArgumentException>(() => store.Tables[0].Push(new(1, 0, 1, 1), [1], new MatrixView(block.Pointer, 1, 7), default));
        Assert.Throws<ArgumentException>(() => store.Blocks.Pull([], 0, 0));
        Assert.Throws<ArgumentException>(() => RedisParameterStore.Create(servers.Address(1), layout with { Run = "a:b" }, []));
        store.Delete();
    }

    private static ParameterStoreLayout Layout(string run, int shards, int parts) => new()
    {
        Run = run,
        Source = 77,
        Shards = shards,
        Tables =
        [
            new() { Table = new() { Name = "users {a}", Dimension = 8, Seed = 3, AdmissionThreshold = 2 }, Optimizer = new() { Algorithm = SparseAlgorithm.RowWiseAdagrad } },
            new()
            {
                Table = new() { Name = "items", Dimension = 5, Precision = RowPrecision.BFloat16, TimeToLive = 6, ZeroColumns = 1 },
                Optimizer = new() { Algorithm = SparseAlgorithm.LazyAdam },
                Compensation = parts > 1 ? DelayCompensation.None : new() { Form = DelayCompensationForm.Adaptive },
            },
        ],
        Blocks = [new() { Name = "w", Length = 10 }, new() { Name = "mean", Length = 3, Optimizer = null }],
        Queue = new() { Parts = parts },
    };

    private static Parameter[] Parameters() => [new("w", new Shape(2, 5)), new("mean", new Shape(1, 3))];

    private static void PushBlocks(IParameterStore store, Parameter[] parameters, UpdateTag tag, int position)
    {
        float[] pulled = [.. parameters.SelectMany(p => p.Values.ToArray())];
        for (int i = 0; i < 3; i++) parameters[1].Values[i] += 0.125f * position;
        if (position % 4 != 3)
        {
            parameters[0].SetGradient([.. Enumerable.Range(0, 10).Select(i => (i - position) / 16f)]);
        }
        store.Blocks.Push(tag, parameters, pulled);
        parameters[0].ClearGradient();
    }

    private static ulong[] Keys(Random random)
    {
        HashSet<ulong> keys = [];
        int count = random.Next(5) == 0 ? 0 : random.Next(1, MostKeys);
        for (int i = 0; i < count; i++) keys.Add((ulong)random.Next(0, 2 * MostKeys));
        using DistinctKeys distinct = new();
        using WorkerTeam team = new(1);
        if (random.Next(2) == 0) return [.. keys];
        distinct.Reduce(keys.ToArray(), team);
        return distinct.Keys.ToArray();
    }

    private static byte[] Saved(IParameterTable table)
    {
        MemoryStream stream = new();
        table.Save(stream);
        return stream.ToArray();
    }

    private static void AssertSame(MatrixView a, MatrixView b)
    {
        for (int r = 0; r < a.Rows; r++) Assert.True(a.Row(r).SequenceEqual(b.Row(r)), $"row {r}");
    }
}
