using Winnow.Embeddings;
using Winnow.Numerics;

namespace Winnow.Embeddings.Tests;

/// <summary>A table cut into shards against one table in one process.</summary>
public sealed class TableShardTests
{
    private const int Steps = 48;

    public static TheoryData<SparseAlgorithm, RowPrecision, int, string> All => EmbeddingTableCombinationTests.All;

    [Theory, MemberData(nameof(All))]
    public void Shards_AnyOptionsAndNumber_HoldByteForByteWhatOneTableHolds(SparseAlgorithm algorithm, RowPrecision precision, int admission, string eviction)
    {
        EmbeddingTableOptions options = Combinations.Table(precision, admission, eviction);
        SparseOptimizerOptions optimizer = Combinations.Optimizer(algorithm);
        using TestTable table = new(options, optimizer);
        using TestShards one = new(options, optimizer, 1), five = new(options, optimizer, 5), restored = new(options, optimizer, 3);
        Random random = new(21);
        for (int step = 0; step < Steps; step++)
        {
            ulong[] keys = Combinations.Keys(random, step);
            float[][] gradients = TestTable.Gradients(random, keys.Length, options.Dimension);
            if (step == Steps / 2) restored.Load(five.Save());
            float[][] preview = one.Pull(keys), cut = five.Pull(keys), plain = table.Pull(keys, PullMode.Preview);
            UpdateTag tag = new(TestShards.Source, step, 1, optimizer.LearningRate);

            float[][] pulled = table.Train(keys, gradients);

            Assert.Equal(pulled, plain);
            Assert.Equal(pulled, preview);
            Assert.Equal(pulled, cut);
            Assert.Equal(UpdateOutcome.Applied, one.Push(tag, keys, gradients));
            Assert.Equal(UpdateOutcome.Applied, five.Push(tag, keys, gradients));
            Assert.Equal(UpdateOutcome.Duplicate, five.Push(tag, keys, gradients));
            if (step >= Steps / 2) restored.Push(tag, keys, gradients);
        }
        byte[] bytes = table.Save();
        Assert.Equal(bytes, one.Save());
        Assert.Equal(bytes, five.Save());
        Assert.Equal(bytes, restored.Save());
        Assert.Equal(table.Table.Counters, one.Shards[0].Table.Counters);
        Assert.Equal(Steps, five.Shards[2].StepsApplied(TestShards.Source));
    }
}
