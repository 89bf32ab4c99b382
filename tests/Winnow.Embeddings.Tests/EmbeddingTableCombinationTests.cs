using Winnow.Embeddings;
using Winnow.Numerics;

namespace Winnow.Embeddings.Tests;

/// <summary>Every option with every other one: no combination is excluded by documentation.</summary>
public sealed class EmbeddingTableCombinationTests
{
    private const int Steps = 48;

    public static TheoryData<SparseAlgorithm, RowPrecision, int, string> All
    {
        get
        {
            TheoryData<SparseAlgorithm, RowPrecision, int, string> all = [];
            foreach (SparseAlgorithm algorithm in Combinations.Algorithms)
                foreach (RowPrecision precision in Combinations.Precisions)
                    foreach (int admission in Combinations.Admissions)
                        foreach (string eviction in Combinations.Evictions) all.Add(algorithm, precision, admission, eviction);
            return all;
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Table_AnyOptions_DoesWhatThePlainModelDoes(SparseAlgorithm algorithm, RowPrecision precision, int admission, string eviction)
    {
        EmbeddingTableOptions options = Combinations.Table(precision, admission, eviction);
        SparseOptimizerOptions optimizer = Combinations.Optimizer(algorithm);
        using TestTable table = new(options, optimizer);
        ReferenceTable reference = new(options, optimizer);
        Random random = new(11);
        HashSet<ulong> everSeen = [];
        for (int step = 0; step < Steps; step++)
        {
            ulong[] keys = Combinations.Keys(random, step);
            float[][] gradients = TestTable.Gradients(random, keys.Length, options.Dimension);
            everSeen.UnionWith(keys);

            float[][] pulled = table.Train(keys, gradients);

            for (int i = 0; i < keys.Length; i++) Assert.Equal(reference.Train(keys[i]), pulled[i]);
            reference.Push(keys, gradients, optimizer.LearningRate);
            reference.Advance();
            Assert.Equal(reference.Keys.Count, table.Table.Count);
            Assert.Equal(reference.Waiting, table.Cut().Waiting);
            if (options.BudgetBytes > 0) Assert.InRange(table.Table.Memory.BudgetedBytes, 0, options.BudgetBytes);
        }
        ulong[] all = [.. everSeen];
        float[][] scored = table.Pull(all);
        for (int i = 0; i < all.Length; i++) Assert.Equal(reference.Score(all[i]), scored[i]);
        Assert.Equal([.. reference.Keys.Order()], all.Where(table.Table.Contains).Order());
    }

    [Theory, MemberData(nameof(All))]
    public void Table_RestoredOrOnTwoThreadsOrFromDeltas_StaysByteForByteTheOriginal(
        SparseAlgorithm algorithm, RowPrecision precision, int admission, string eviction)
    {
        EmbeddingTableOptions options = Combinations.Table(precision, admission, eviction);
        SparseOptimizerOptions optimizer = Combinations.Optimizer(algorithm);
        using WorkerTeam team = new(2);
        using TestTable original = new(options, optimizer), parallel = new(options, optimizer, team);
        using TestTable restored = new(options, optimizer), follower = new(options, optimizer);
        Random random = new(12);
        SnapshotCut followed = default;
        for (int step = 0; step < Steps; step++)
        {
            ulong[] keys = Combinations.Keys(random, step);
            float[][] gradients = TestTable.Gradients(random, keys.Length, options.Dimension);
            if (step == Steps / 3) restored.Load(original.Save());
            if (step == Steps / 4)
            {
                byte[] full = original.Save();
                followed = original.Cut();
                follower.Load(full);
            }
            original.Train(keys, gradients);
            parallel.Train(keys, gradients);
            if (step >= Steps / 3) restored.Train(keys, gradients);
            if (step <= Steps / 4 || step % 7 != 0) continue;
            byte[] delta = original.SaveDelta(followed);
            followed = original.Cut();
            follower.LoadDelta(delta);
            Assert.Equal(original.Save(), follower.Save());
        }
        byte[] bytes = original.Save();
        Assert.Equal(bytes, parallel.Save());
        Assert.Equal(bytes, restored.Save());
        Assert.True(eviction == "none" || original.Cut().Removals > 100, "the case must evict to be worth something");
    }
}
