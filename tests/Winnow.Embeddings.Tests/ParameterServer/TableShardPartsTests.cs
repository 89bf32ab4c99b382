using Winnow.Embeddings;
using Winnow.Numerics;

namespace Winnow.Embeddings.Tests;

/// <summary>Steps in several parts: whatever the order in which they come, and however often, one update with the sum of the gradients.</summary>
public sealed class TableShardPartsTests
{
    private const int Steps = 12, Parts = 4;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Push_PartsInAnyOrderAndRepeated_EqualsOnePushOfTheirSums(int seed)
    {
        EmbeddingTableOptions options = Combinations.Table(RowPrecision.BFloat16, 3, "time");
        SparseOptimizerOptions optimizer = Combinations.Optimizer(SparseAlgorithm.LazyAdam);
        using TestTable plain = new(options, optimizer);
        using TestShards shards = new(options, optimizer, 3);
        Random random = new(seed), order = new(seed + 100);
        for (int step = 0; step < Steps; step++)
        {
            (ulong[] Keys, float[][] Gradients)[] parts = [.. Enumerable.Range(0, Parts).Select(_ => Part(random, step))];
            (ulong[] keys, float[][] sums) = SumInHashOrder(parts);
            plain.Train(keys, sums);

            int[] calls = [.. Enumerable.Range(0, Parts), .. Enumerable.Range(0, Parts)];
            order.Shuffle(calls);
            for (int s = 0; s < shards.Shards.Length; s++)
            {
                HashSet<int> seen = [];
                foreach (int part in calls)
                {
                    UpdateOutcome expected = !seen.Add(part) ? UpdateOutcome.Duplicate : seen.Count == Parts ? UpdateOutcome.Applied : UpdateOutcome.Waiting;
                    UpdateTag tag = new(TestShards.Source, (long)step * Parts + part, Parts, optimizer.LearningRate);
                    Assert.Equal(expected, shards.PushTo(s, tag, parts[part].Keys, parts[part].Gradients));
                }
                Assert.Equal(step + 1, shards.Shards[s].StepsApplied(TestShards.Source));
                Assert.Equal(0, shards.Shards[s].PendingCount);
            }
        }
        Assert.Equal(plain.Save(), shards.Save());
    }

    [Fact]
    public void Push_PartsOfSeveralStepsAtOnce_KeptUpToFourStepsAhead()
    {
        EmbeddingTableOptions options = Combinations.Table(RowPrecision.Float32, 1, "none");
        using TestShards shards = new(options, Combinations.Optimizer(SparseAlgorithm.Sgd), 1);
        (ulong[] keys, float[][] gradients) = Part(new Random(5), 0);
        for (int step = 0; step < 4; step++) Assert.Equal(UpdateOutcome.Waiting, Push(step * 2 + 1));
        Assert.Equal(4, shards.Shards[0].PendingCount);
        ulong before = shards.Shards[0].Digest();

        Assert.Throws<ArgumentException>(() => Push(9));

        Assert.Equal(before, shards.Shards[0].Digest());
        for (int step = 0; step < 4; step++) Assert.Equal(UpdateOutcome.Applied, Push(step * 2));
        Assert.Equal(4, shards.Shards[0].StepsApplied(TestShards.Source));

        UpdateOutcome Push(int position) => shards.Push(new(TestShards.Source, position, 2, 0.1f), keys, gradients);
    }

    [Fact]
    public unsafe void Push_SumOverflows_RefusesTheLastPartAndChangesNothing()
    {
        EmbeddingTableOptions options = Combinations.Table(RowPrecision.Float32, 1, "none");
        using TestShards shards = new(options, Combinations.Optimizer(SparseAlgorithm.Sgd), 1);
        float[] huge = [.. Enumerable.Repeat(float.MaxValue, 2 * Combinations.Dimension)];
        fixed (float* data = huge)
        {
            MatrixView gradients = new(data, 2, Combinations.Dimension);
            Assert.Equal(UpdateOutcome.Waiting, shards.Shards[0].Push(new(1, 0, 2, 0.1f), [7], gradients, default, out _));
            ulong before = shards.Shards[0].Digest();

            _ = shards.Shards[0].Push(new(1, 1, 2, 0.1f), [9, 7], gradients, default, out int nonFinite);

            Assert.Equal(1, nonFinite);
            Assert.Equal(before, shards.Shards[0].Digest());
        }
    }

    [Fact]
    public unsafe void Push_Refused_ChangesNothing()
    {
        EmbeddingTableOptions options = Combinations.Table(RowPrecision.Float32, 1, "none");
        using TestShards shards = new(options, Combinations.Optimizer(SparseAlgorithm.Sgd), 2);
        TableShard shard = shards.Shards[0];
        ulong[] keys = [.. Enumerable.Range(1, 1000).Select(i => (ulong)i).Where(key => TableShardOptions.ShardOf(key, 2) == 0)];
        ulong foreign = Enumerable.Range(1, 1000).Select(i => (ulong)i).First(key => TableShardOptions.ShardOf(key, 2) == 1);
        float[] block = new float[keys.Length * Combinations.Dimension];
        fixed (float* data = block)
        {
            MatrixView gradients = new(data, keys.Length, Combinations.Dimension);
            shard.Push(new(1, 0, 1, 0.1f), keys, gradients, default, out _);
            ulong before = shard.Digest();
            block[17 * Combinations.Dimension + 2] = float.NaN;

            _ = shard.Push(new(1, 1, 1, 0.1f), keys, gradients, default, out int nonFinite);

            Assert.Equal(17, nonFinite);
            block[17 * Combinations.Dimension + 2] = 0;
            nint start = (nint)data;
            AssertRefused(new(1, 1, 1, 0.1f), [foreign], 1);
            AssertRefused(new(1, 1, 1, 0.1f), keys, keys.Length - 1);
            AssertRefused(new(1, 1, 1, float.NaN), keys, keys.Length);
            AssertRefused(new(1, 1, 2, 0.1f), keys, keys.Length);
            AssertRefused(new(1, 1 + 65536, 1, 0.1f), keys, keys.Length);
            Assert.Equal(before, shard.Digest());

            void AssertRefused(UpdateTag tag, ulong[] some, int rows) => Assert.Throws<ArgumentException>(
                () => shard.Push(tag, some, new MatrixView((float*)start, rows, Combinations.Dimension), default, out _));
        }
    }

    [Fact]
    public unsafe void Push_KeysListedTwice_LeavesAShardThatLoads()
    {
        foreach (int admission in (int[])[1, 2, 3])
        {
            using TestShards shards = new(Combinations.Table(RowPrecision.Float32, admission, "none"), Combinations.Optimizer(SparseAlgorithm.Ftrl), 1);
            Random random = new(9);
            for (int step = 0; step < 50; step++)
            {
                ulong[] keys = [.. Enumerable.Range(0, 40).Select(_ => (ulong)random.Next(60))];
                shards.Push(new(1, step, 1, 0.1f), keys, TestTable.Gradients(random, keys.Length, Combinations.Dimension));
            }
            StateBuffer state = StateBuffer.Empty;
            shards.Shards[0].Save(ref state);
            StateReader reader = new(state.Blocks);
            using TableShard? loaded = TableShard.Load(ref reader, WorkerTeam.Single, out string? fault);
            reader.Dispose();
            Assert.Null(fault);
            Assert.Equal(shards.Shards[0].Digest(), loaded!.Digest());
        }
    }

    private static (ulong[] Keys, float[][] Gradients) Part(Random random, int step)
    {
        ulong[] keys = Combinations.Keys(random, step);
        return (keys, TestTable.Gradients(random, keys.Length, Combinations.Dimension));
    }

    private static (ulong[] Keys, float[][] Sums) SumInHashOrder((ulong[] Keys, float[][] Gradients)[] parts)
    {
        SortedDictionary<ulong, float[]> sums = [];
        foreach ((ulong[] keys, float[][] gradients) in parts)
            for (int i = 0; i < keys.Length; i++)
            {
                ulong hash = KeyHash.Of(keys[i]);
                if (sums.TryGetValue(hash, out float[]? sum)) for (int d = 0; d < sum.Length; d++) sum[d] += gradients[i][d];
                else sums.Add(hash, [.. gradients[i]]);
            }
        return ([.. sums.Keys.Select(KeyHash.KeyOf)], [.. sums.Values]);
    }
}
