using Winnow.Embeddings;
using Winnow.Numerics;

namespace Winnow.Embeddings.Tests;

/// <summary>Saving, loading, copying and comparing shards.</summary>
public sealed class TableShardStateTests
{
    public static TheoryData<SparseAlgorithm, RowPrecision, int, string> All => EmbeddingTableCombinationTests.All;

    [Theory, MemberData(nameof(All))]
    public void Load_OfWhatWasSaved_GoesOnAsTheOriginal(SparseAlgorithm algorithm, RowPrecision precision, int admission, string eviction)
    {
        using TestShards original = Trained(algorithm, precision, admission, eviction, out Random random);
        StateBuffer state = Saved(original.Shards[1]);
        using TableShard loaded = Load(state.Blocks)!, copy = original.Shards[1].Copy();
        Assert.Equal(original.Shards[1].Digest(), loaded.Digest());
        Assert.Equal(original.Shards[1].Digest(), copy.Digest());
        Assert.Equal(state.Bytes, Saved(loaded).Bytes);
        Assert.Equal(state.Bytes, Saved(copy).Bytes);

        for (int step = 20; step < 30; step++) Step(original, random, step, loaded, copy);

        Assert.Equal(original.Shards[1].Digest(), loaded.Digest());
        Assert.Equal(original.Shards[1].Digest(), copy.Digest());
        Assert.NotEqual(original.Shards[0].Digest(), loaded.Digest());
    }

    [Fact]
    public void Digest_SameContentInOtherPlaces_IsEqual()
    {
        using TestShards original = Trained(SparseAlgorithm.Adagrad, RowPrecision.Float32, 3, "time", out _);
        using TestShards restored = new(original.Options.Table, original.Options.Optimizer, 2);
        restored.Load(original.Save());
        using TestShards again = new(original.Options.Table, original.Options.Optimizer, 2);
        again.Load(restored.Save());

        Assert.Equal(restored.Shards[1].Digest(), again.Shards[1].Digest());
        ulong before = again.Shards[1].Digest();
        again.Shards[1].Sweep(1);
        Assert.NotEqual(before, again.Shards[1].Digest());
    }

    [Fact]
    public void Save_AnyShard_AllocatesNothing()
    {
        using TestShards shards = Trained(SparseAlgorithm.RowWiseAdagrad, RowPrecision.Float32, 3, "none", out _, pending: true);
        CountingSink sink = default;
        shards.Shards[1].Save(ref sink);
        long expected = sink.Bytes;
        sink = default;
        long before = GC.GetAllocatedBytesForCurrentThread();

        shards.Shards[1].Save(ref sink);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(expected, sink.Bytes);
    }

    [Fact]
    public void Push_OnceWarm_AllocatesNothing()
    {
        using TestShards shards = new(Combinations.Table(RowPrecision.Float32, 1, "time"), Combinations.Optimizer(SparseAlgorithm.RowWiseAdagrad), 1);
        ulong[] keys = [.. Enumerable.Range(1, 5000).Select(i => (ulong)i)];
        float[] block = new float[keys.Length * Combinations.Dimension];
        for (int step = 0; step < 40; step++) Push(step);
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int step = 40; step < 50; step++) Push(step);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        unsafe void Push(int step)
        {
            fixed (float* data = block)
                shards.Shards[0].Push(new(1, step, 1, 0.1f), keys, new MatrixView(data, keys.Length, Combinations.Dimension), default, out _);
        }
    }

    [Theory]
    [InlineData(SparseAlgorithm.RowWiseAdagrad, RowPrecision.Float32, 3, "budget")]
    [InlineData(SparseAlgorithm.LazyAdam, RowPrecision.BFloat16, 1, "time")]
    public void Load_OfDamagedState_GivesAShardThatWorksOrSaysWhatIsWrong(SparseAlgorithm algorithm, RowPrecision precision, int admission, string eviction)
    {
        using TestShards original = Trained(algorithm, precision, admission, eviction, out _, pending: eviction == "time");
        List<byte[]> blocks = Saved(original.Shards[1]).Blocks;
        Random random = new(77);
        int refused = 0;
        for (int round = 0; round < 3000; round++)
        {
            List<byte[]> damaged = StateDamage.Of(blocks, random);
            using TableShard? loaded = Load(damaged);
            if (loaded is null)
            {
                refused++;
                continue;
            }
            if (round % 8 == 0) Exercise(loaded, random);
        }
        Assert.InRange(refused, 500, 2999);
    }

    [Fact]
    public void Load_OfMoreRowsThanTheBudgetAllows_GivesThemUpWithTheNextStep()
    {
        EmbeddingTableOptions small = Combinations.Table(RowPrecision.Float32, 1, "budget");
        SparseOptimizerOptions optimizer = Combinations.Optimizer(SparseAlgorithm.Sgd);
        using TestTable large = new(small with { BudgetBytes = 0 }, optimizer);
        ulong[] keys = [.. Enumerable.Range(1, 20_000).Select(i => (ulong)i)];
        large.Train(keys, TestTable.Gradients(new Random(1), keys.Length, Combinations.Dimension));
        using TestShards shards = new(small, optimizer, 1);
        shards.Load(large.Save());

        using TableShard? loaded = Load(Saved(shards.Shards[0]).Blocks);

        Assert.Equal(20_000, loaded!.Count);
        loaded.Sweep(1);
        Assert.InRange(loaded.Count, 1, 15_000);
    }

    [Fact]
    public void Load_OfRandomBlocks_SaysWhatIsWrong()
    {
        Random random = new(78);
        for (int round = 0; round < 500; round++)
        {
            List<byte[]> blocks = [.. Enumerable.Range(0, random.Next(6)).Select(_ => new byte[random.Next(400)])];
            foreach (byte[] block in blocks) random.NextBytes(block);
            Assert.Null(Load(blocks));
        }
    }

    private static unsafe void Exercise(TableShard shard, Random random)
    {
        ulong[] keys = [.. Enumerable.Range(1, 200).Select(i => (ulong)i).Where(key => TableShardOptions.ShardOf(key, shard.Options.Shards) == shard.Options.Shard)];
        float[] block = new float[keys.Length * shard.Options.Table.Dimension];
        fixed (float* data = block)
        {
            MatrixView rows = new(data, keys.Length, shard.Options.Table.Dimension);
            shard.Pull(keys, rows);
            Array.Clear(block);
            shard.Push(new((ulong)random.NextInt64(), 0, 1, 0.1f), keys, rows, rows, out _);
        }
        shard.Sweep(3);
        _ = shard.Digest();
    }

    private static TestShards Trained(
        SparseAlgorithm algorithm, RowPrecision precision, int admission, string eviction, out Random random, bool pending = false)
    {
        TestShards shards = new(Combinations.Table(precision, admission, eviction), Combinations.Optimizer(algorithm), 2);
        random = new Random(31);
        for (int step = 0; step < 20; step++) Step(shards, random, step);
        if (!pending) return shards;
        ulong[] keys = Combinations.Keys(random, 20);
        shards.Push(new(2, 1, 3, 0.1f), keys, TestTable.Gradients(random, keys.Length, Combinations.Dimension));
        shards.Push(new(2, 5, 3, 0.2f), keys, TestTable.Gradients(random, keys.Length, Combinations.Dimension));
        return shards;
    }

    private static unsafe void Step(TestShards shards, Random random, int step, params TableShard[] followers)
    {
        ulong[] keys = Combinations.Keys(random, step);
        float[][] gradients = TestTable.Gradients(random, keys.Length, Combinations.Dimension);
        UpdateTag tag = new(TestShards.Source, step, 1, 0.05f);
        shards.Push(tag, keys, gradients);
        int[] mine = [.. Enumerable.Range(0, keys.Length).Where(i => TableShardOptions.ShardOf(keys[i], 2) == 1)];
        fixed (float* data = (float[])[.. mine.SelectMany(i => gradients[i])])
            foreach (TableShard follower in followers)
                follower.Push(tag, [.. mine.Select(i => keys[i])], new MatrixView(data, mine.Length, Combinations.Dimension), default, out _);
    }

    private static StateBuffer Saved(TableShard shard)
    {
        StateBuffer state = StateBuffer.Empty;
        shard.Save(ref state);
        return state;
    }

    private static TableShard? Load(List<byte[]> blocks)
    {
        StateReader reader = new(blocks);
        try
        {
            TableShard? shard = TableShard.Load(ref reader, WorkerTeam.Single, out string? fault);
            Assert.Equal(shard is null, fault is not null);
            return shard;
        }
        finally
        {
            reader.Dispose();
        }
    }
}
