using Winnow.Embeddings;
using Winnow.Numerics;
using Winnow.Numerics.Tests;

namespace Winnow.Embeddings.Tests;

public sealed unsafe class EmbeddingTableTests
{
    private static readonly EmbeddingTableOptions s_options = new() { Name = "items", Dimension = 4, Seed = 1, InitialScale = 0.1f };
    private static readonly SparseOptimizerOptions s_sgd = new() { Algorithm = SparseAlgorithm.Sgd, LearningRate = 0.5f };

    [Fact]
    public void Pull_SameKeysInAnotherOrder_GivesTheSameVectors()
    {
        using TestTable one = new(s_options, s_sgd), two = new(s_options, s_sgd);
        float[][] a = one.Pull([11, 22, 33], PullMode.Training), b = two.Pull([33, 11, 22], PullMode.Training);

        Assert.Equal(a[0], b[1]);
        Assert.Equal(a[1], b[2]);
        Assert.Equal(a[2], b[0]);
        Assert.All(a, row => Assert.Contains(row, x => x != 0));
    }

    [Fact]
    public void Pull_AnotherSeedOrName_GivesOtherVectors()
    {
        using TestTable one = new(s_options, s_sgd), seed = new(s_options with { Seed = 2 }, s_sgd), name = new(s_options with { Name = "users" }, s_sgd);
        float[] row = one.Pull([5], PullMode.Training)[0];

        Assert.NotEqual(row, seed.Pull([5], PullMode.Training)[0]);
        Assert.NotEqual(row, name.Pull([5], PullMode.Training)[0]);
    }

    [Fact]
    public void Pull_Scoring_ChangesNothing()
    {
        using TestTable table = new(s_options, s_sgd);
        table.Train([1, 2], TestTable.Gradients(new Random(1), 2, 4));
        byte[] before = table.Save();

        table.Pull([1, 2, 3, 4]);

        Assert.Equal(before, table.Save());
        Assert.False(table.Table.Contains(3));
    }

    [Theory]
    [InlineData(ColdVector.Zero)]
    [InlineData(ColdVector.Initial)]
    public void Pull_UnknownKey_GivesTheColdVectorInTrainingAndInScoring(ColdVector cold)
    {
        using TestTable table = new(s_options with { AdmissionThreshold = 2, Cold = cold, Precision = RowPrecision.BFloat16 }, s_sgd);
        float[] scored = table.Pull([7])[0], trained = table.Pull([7], PullMode.Training)[0];
        Assert.False(table.Table.Contains(7));
        float[] admitted = table.Pull([7], PullMode.Training)[0];

        Assert.True(table.Table.Contains(7));
        Assert.Equal(scored, trained);
        Assert.Equal(cold == ColdVector.Zero ? new float[4] : admitted, scored);
    }

    [Fact]
    public void KeyZero_Always_PullsZerosAndIsNeverStored()
    {
        using TestTable table = new(s_options with { Cold = ColdVector.Initial }, s_sgd);
        float[][] rows = table.Train([0, 9, 0], TestTable.Gradients(new Random(1), 3, 4));

        Assert.Equal(new float[4], rows[0]);
        Assert.Equal(new float[4], rows[2]);
        Assert.Equal(new float[4], table.Pull([0])[0]);
        Assert.Equal(1, table.Table.Count);
        Assert.False(table.Table.Contains(0));
    }

    [Fact]
    public void Push_WithoutHintsWithStaleOnesAndWithRightOnes_DoesTheSame()
    {
        ulong[] keys = [.. Enumerable.Range(1, 3000).Select(i => (ulong)i * 977)];
        float[][] gradients = TestTable.Gradients(new Random(2), keys.Length, 4);
        byte[][] results =
        [
            .. new Func<int[], int[]>[]
            {
                hints => hints,
                _ => [],
                hints => [.. hints.Reverse()],
                hints => [.. hints.Select((h, i) => i % 2 == 0 ? int.MaxValue : 0)],
                hints => [.. hints.Select((h, i) => i % 2 == 0 ? int.MinValue : -2)],
            }.Select(change =>
            {
                using TestTable table = new(s_options, s_sgd);
                int[] hints = new int[keys.Length];
                table.Pull(keys, PullMode.Training, hints);
                table.Push(keys, gradients, change(hints));
                return table.Save();
            }),
        ];

        Assert.All(results, r => Assert.Equal(results[0], r));
    }

    [Fact]
    public void Push_NonFiniteGradient_ReportsTheFirstAndLeavesItsRow()
    {
        ulong[] keys = [.. Enumerable.Range(1, 2500).Select(i => (ulong)i)];
        float[][] gradients = TestTable.Gradients(new Random(2), keys.Length, 4);
        using TestTable table = new(s_options, s_sgd);
        float[][] before = table.Pull(keys, PullMode.Training);
        gradients[2100][3] = float.NaN;
        gradients[1234][0] = float.NegativeInfinity;

        int first = table.Push(keys, gradients);

        Assert.Equal(1234, first);
        float[][] after = table.Pull(keys);
        Assert.Equal(before[1234], after[1234]);
        Assert.Equal(before[2100], after[2100]);
        Assert.NotEqual(before[1235], after[1235]);
        Assert.False(table.Table.TryFindNonFinite(out _));
    }

    [Fact]
    public void TryFindNonFinite_OverflownRow_NamesItsKey()
    {
        using TestTable table = new(s_options, s_sgd);
        ulong[] keys = [10, 20, 30];
        table.Pull(keys, PullMode.Training);
        float[][] gradients = [[0, 0, 0, 0], [0, 3e38f, 0, 0], [0, 0, 0, 0]];
        for (int i = 0; i < 4; i++) Assert.Equal(-1, table.Push(keys, gradients));

        Assert.True(table.Table.TryFindNonFinite(out ulong key));
        Assert.Equal(20ul, key);
    }

    [Fact]
    public void ZeroColumns_NewRow_StartsWithZerosThere()
    {
        using TestTable table = new(s_options with { ZeroColumns = 1 }, s_sgd);
        float[] row = table.Pull([3], PullMode.Training)[0];

        Assert.Equal(0, row[0]);
        Assert.NotEqual(0, row[1]);
    }

    [Theory]
    [InlineData(RowPrecision.Float32)]
    [InlineData(RowPrecision.BFloat16)]
    public void Step_Warm_AllocatesNoManagedMemory(RowPrecision precision)
    {
        using IEmbeddingTable table = EmbeddingTables.Create(
            s_options with { Precision = precision, AdmissionThreshold = 2, TimeToLive = 100 }, s_sgd, WorkerTeam.Single);
        ulong[] keys = [.. Enumerable.Range(1, 5000).Select(i => (ulong)i)];
        int[] hints = new int[keys.Length];
        using NativeBuffer<float> block = new((nuint)keys.Length * 4);
        MatrixView rows = new(block.Pointer, keys.Length, 4);
        for (int i = 0; i < 40; i++) Step();

        Allocations.AssertNone(() => { for (int i = 0; i < 40; i++) Step(); });

        void Step()
        {
            table.Pull(keys, hints, rows, PullMode.Training);
            table.Push(keys, hints, rows);
            table.Push(keys, [], rows);
            table.Advance();
        }
    }

    [Fact]
    public void Pull_ScoringFromSeveralThreads_GivesEachTheSameRows()
    {
        using WorkerTeam team = new(2);
        using IEmbeddingTable table = EmbeddingTables.Create(s_options, s_sgd, team);
        ulong[] keys = [.. Enumerable.Range(1, 20_000).Select(i => (ulong)i)];
        int[] hints = new int[keys.Length];
        using NativeBuffer<float> trained = new((nuint)keys.Length * 4);
        table.Pull(keys, hints, new MatrixView(trained.Pointer, keys.Length, 4), PullMode.Training);
        float[] expected = [.. trained.Span];

        Parallel.For(0, 8, _ =>
        {
            using NativeBuffer<float> block = new((nuint)keys.Length * 4);
            for (int round = 0; round < 5; round++)
            {
                table.Pull(keys, [], new MatrixView(block.Pointer, keys.Length, 4), PullMode.Scoring);
                Assert.Equal(expected, block.Span);
            }
        });
    }

    [Fact]
    public void Advance_TimeToLive_RemovesInTimeAndNotBefore()
    {
        const int Lifetime = 64;
        using TestTable table = new(s_options with { TimeToLive = Lifetime }, s_sgd);
        ulong[] keys = [.. Enumerable.Range(1, 2000).Select(i => (ulong)i)];
        table.Train(keys, TestTable.Gradients(new Random(1), keys.Length, 4));

        for (int step = 1; step < Lifetime; step++)
        {
            Assert.Equal(keys.Length, table.Table.Count);
            table.Table.Advance();
        }
        for (int late = 0; late < Lifetime / 8; late++) table.Table.Advance();

        Assert.Equal(0, table.Table.Count);
        Assert.Equal(keys.Length, table.Table.Counters.Expired);
    }

    [Fact]
    public void Advance_BeyondTheRangeOfTheClock_OldRowsStayOld()
    {
        using TestTable forever = new(s_options, s_sgd), mortal = new(s_options with { TimeToLive = 1 << 19 }, s_sgd);
        foreach (TestTable table in (TestTable[])[forever, mortal])
        {
            table.Train([1, 2, 3], TestTable.Gradients(new Random(1), 3, 4));
            for (int step = 0; step < (1 << 20) + 100; step++) table.Table.Advance();
        }
        SnapshotCut cut = forever.Cut();
        forever.Train([4], TestTable.Gradients(new Random(1), 1, 4));

        Assert.Equal(4, forever.Table.Count);
        Assert.Equal(0, mortal.Table.Count);
        using TestTable follower = new(s_options, s_sgd);
        byte[] delta = forever.SaveDelta(cut);
        Assert.True(delta.Length < forever.Save().Length - 60, "the delta must not take three old rows for young ones");
    }

    [Fact]
    public void Memory_AnyMoment_IsExplainedToTheByte()
    {
        using TestTable table = new(s_options with { AdmissionThreshold = 2 }, s_sgd);
        Random random = new(1);
        for (int step = 0; step < 10; step++)
        {
            ulong[] keys = [.. Enumerable.Range(0, 4000).Select(_ => 1 + (ulong)random.Next(20_000)).Distinct()];
            table.Train(keys, TestTable.Gradients(random, keys.Length, 4));
        }
        TableMemory memory = table.Table.Memory;

        Assert.Equal(table.Table.Count * (16 + 12), memory.Rows - memory.Rows % (16 + 12));
        Assert.True(memory.Index > table.Table.Count * 8 && memory.WaitingIndex > 0 && memory.Scratch > 0);
        Assert.Equal(memory.TotalBytes, memory.Rows + memory.FreeRows + memory.Index + memory.FreeIndex + memory.WaitingRows
            + memory.FreeWaitingRows + memory.WaitingIndex + memory.RemovalLog + memory.Scratch);
    }

    [Fact]
    public void Advance_RowsExpired_MemoryGoesBackToTheSystem()
    {
        using TestTable table = new(s_options with { Dimension = 60, TimeToLive = 8 }, s_sgd);
        ulong[] keys = [.. Enumerable.Range(1, 100_000).Select(i => (ulong)i)];
        table.Pull(keys, PullMode.Training);
        long full = table.Table.Memory.BudgetedBytes;
        Assert.True(full > keys.Length * 252L);

        for (int step = 0; step < 10; step++) table.Table.Advance();

        Assert.Equal(0, table.Table.Count);
        Assert.InRange(table.Table.Memory.BudgetedBytes - table.Table.Memory.RemovalLog, 0, full / 3);
    }

    [Fact]
    public void Soak_KeysThatComeAndGo_TakeAConstantAmountOfMemory()
    {
        using TestTable table = new(s_options with { TimeToLive = 32, RemovalLogCapacity = 1000 }, s_sgd);
        List<long> bytes = [];
        ulong next = 1;
        for (int step = 0; step < 600; step++)
        {
            ulong[] keys = [.. Enumerable.Range(0, 500).Select(_ => next++)];
            table.Train(keys, TestTable.Gradients(new Random(step), keys.Length, 4));
            if (step % 100 == 99) bytes.Add(table.Table.Memory.TotalBytes);
        }
        Assert.All(bytes, b => Assert.InRange(b, bytes[0] / 2, bytes[0] * 5 / 4));
        Assert.InRange(table.Table.Count, 500 * 32, 500 * 37);
    }

    [Theory]
    [InlineData(SparseAlgorithm.RowWiseAdagrad, RowPrecision.Float32, 80)]
    [InlineData(SparseAlgorithm.RowWiseAdagrad, RowPrecision.BFloat16, 48)]
    [InlineData(SparseAlgorithm.Sgd, RowPrecision.Float32, 76)]
    [InlineData(SparseAlgorithm.LazyAdam, RowPrecision.Float32, 204)]
    public void Layout_SixteenNumbers_TakesTheBytesItsDocumentationStates(SparseAlgorithm algorithm, RowPrecision precision, int bytes)
    {
        using TestTable table = new(s_options with { Dimension = 16, Precision = precision }, new() { Algorithm = algorithm });
        long before = table.Table.Memory.Rows;
        table.Pull([1], PullMode.Training);

        Assert.Equal(bytes, table.Table.Memory.Rows - before);
    }

    [Fact]
    public void Create_ManyFaults_NamesAllOfThem()
    {
        EmbeddingTableOptions options = new()
        {
            Name = "", Dimension = 0, InitialScale = float.NaN, ZeroColumns = -1, AdmissionThreshold = 5000, StepsPerTick = 0, TimeToLive = -1,
            BudgetBytes = -1, FrequencyHalfLife = -1, RemovalLogCapacity = -1, Precision = (RowPrecision)9, Cold = (ColdVector)9,
        };

        string message = Assert.Throws<ArgumentException>(() => EmbeddingTables.Create(options, s_sgd, WorkerTeam.Single)).Message;

        Assert.Contains("12 fault(s)", message);
    }

    [Fact]
    public void Create_TinyBudget_SaysHowMuchItTakes()
    {
        string message = Assert.Throws<ArgumentException>(
            () => EmbeddingTables.Create(s_options with { BudgetBytes = 1000 }, s_sgd, WorkerTeam.Single)).Message;

        long needed = long.Parse(message.Split("take ")[1].Split(' ')[0]);
        using IEmbeddingTable table = EmbeddingTables.Create(s_options with { BudgetBytes = needed }, s_sgd, WorkerTeam.Single);
    }

    [Fact]
    public void Pull_WrongShapes_SaysWhatCameAndWhatWasExpected()
    {
        using IEmbeddingTable table = EmbeddingTables.Create(s_options, s_sgd, WorkerTeam.Single);
        float* data = stackalloc float[8];
        MatrixView rows = new(data, 2, 4), wide = new(data, 1, 8);

        Assert.Contains("3 keys", Assert.Throws<ArgumentException>(() => table.Pull([1, 2, 3], new int[3], rows, PullMode.Training)).Message);
        Assert.Contains("4 columns", Assert.Throws<ArgumentException>(() => table.Pull([1], new int[1], wide, PullMode.Training)).Message);
        Assert.Contains("hints", Assert.Throws<ArgumentException>(() => table.Pull([1, 2], new int[1], rows, PullMode.Training)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => table.LearningRate = 0);
        table.Dispose();
        Assert.Throws<ObjectDisposedException>(() => table.Pull([1], new int[1], rows, PullMode.Training));
    }
}
