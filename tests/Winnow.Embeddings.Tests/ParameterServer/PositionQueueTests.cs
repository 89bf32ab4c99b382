using Winnow.Embeddings;

namespace Winnow.Embeddings.Tests;

/// <summary>Who gets which position when.</summary>
public sealed class PositionQueueTests
{
    private const long Term = 1000;

    [Fact]
    public void Lease_WithinLimit_HandsOutEachPositionOnceThenWaits()
    {
        using PositionQueue queue = Opened(3);
        Assert.Equal([0, 1, 2, -1], Enumerable.Range(0, 4).Select(i => queue.Lease($"w{i % 2}", Term, 0).Position));
        Assert.Equal(LeaseOutcome.Wait, queue.Lease("w0", Term, 0).Outcome);
        queue.Open(4, 0.5f);
        Assert.Equal(new PositionLease(LeaseOutcome.Granted, 3, 0.5f), queue.Lease("w0", Term, 0));
        queue.Close();
        Assert.Equal(LeaseOutcome.Closed, queue.Lease("w0", Term, 0).Outcome);
    }

    [Fact]
    public void Lease_WorkerSilent_HandsItsPositionToAnotherWithTheSameFactor()
    {
        using PositionQueue queue = Opened(10);
        queue.Lease("slow", Term, 0);
        queue.Lease("fast", Term, 0);
        queue.Open(10, 0.25f);
        Assert.Equal(2, queue.Lease("fast", Term, Term - 1).Position);
        queue.Renew("fast", Term, Term - 1);

        Assert.Equal(new PositionLease(LeaseOutcome.Granted, 0, 1), queue.Lease("fast", Term, Term));

        Assert.Equal(1, queue.Status(Term).Retaken);
        Assert.True(queue.Complete("slow", 0, 0.5, 8));
        Assert.False(queue.Complete("fast", 0, 0.5, 8));
        Assert.Equal(3, queue.Lease("fast", Term, Term).Position);
    }

    [Fact]
    public void Lease_Staleness_NobodyRunsFurtherAhead()
    {
        using PositionQueue queue = new(new() { Parts = 2, Staleness = 1 });
        queue.Open(100, 1);
        Assert.Equal([0, 1, 2, 3, -1], Enumerable.Range(0, 5).Select(_ => queue.Lease("w", Term, 0).Position));
        queue.Complete("w", 1, 0, 1);
        queue.Complete("w", 2, 0, 1);
        Assert.Equal(LeaseOutcome.Wait, queue.Lease("w", Term, 0).Outcome);
        queue.Complete("w", 0, 0, 1);
        Assert.Equal([4, 5, -1], Enumerable.Range(0, 3).Select(_ => queue.Lease("w", Term, 0).Position));
    }

    [Fact]
    public void Leave_GivesItsPositionsBackLowestFirst()
    {
        using PositionQueue queue = Opened(10);
        foreach (string worker in (string[])["a", "b", "a", "b"]) queue.Lease(worker, Term, 0);
        queue.Leave("a");
        Assert.Equal([0, 2, 4], Enumerable.Range(0, 3).Select(_ => queue.Lease("c", Term, 0).Position));
        Assert.Equal((0, 2), (queue.Status(0).Retaken, queue.Status(0).Workers));
        queue.Leave("nobody");
    }

    [Fact]
    public void Complete_LeaseThatACopyNeverHeardOf_IsTakenAndTheOnesBeforeAreHandedOutAgain()
    {
        using PositionQueue lost = Opened(1_000);
        using PositionQueue heir = lost.Copy();
        for (int i = 0; i < 700; i++) lost.Lease("w", Term, 0);

        Assert.True(heir.Complete("w", 600, 1, 4));
        Assert.False(heir.Complete("w", 600, 1, 4));

        Assert.Equal(Enumerable.Range(0, 600).Append(601), Enumerable.Range(0, 601).Select(_ => (int)heir.Lease("v", Term, 0).Position));
        for (int i = 0; i < 600; i++) heir.Complete("v", i, 1, 4);
        Assert.Equal((601L, 601.0, 2404L), (heir.Status(0).Completed, heir.Status(0).LossSum, heir.Status(0).Rows));
    }

    [Fact]
    public void Open_TheSameAgain_KeepsTheSumOfLosses()
    {
        using PositionQueue queue = Opened(5);
        queue.Lease("w", Term, 0);
        queue.Complete("w", 0, 3, 1);
        queue.Open(5, 1);
        Assert.Equal(3, queue.Status(0).LossSum);
        queue.Open(5, 0.5f);
        Assert.Equal(0, queue.Status(0).LossSum);
    }

    [Fact]
    public void Complete_AnyOrder_SumsLossesInTheOrderOfPositions()
    {
        double[] losses = [1e16, 1, -1e16, 3, 0.1];
        double expected = 0;
        foreach (double loss in losses) expected += loss;
        foreach (int[] order in (int[][])[[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [2, 0, 4, 1, 3]])
        {
            using PositionQueue queue = Opened(5);
            for (int i = 0; i < 5; i++) queue.Lease("w", Term, 0);
            foreach (int position in order) queue.Complete("w", position, losses[position], 10);
            PositionQueueStatus status = queue.Status(0);
            Assert.Equal((expected, 50L, 5L, 0), (status.LossSum, status.Rows, status.Completed, status.Leased));
            queue.Open(9, 1);
            Assert.Equal((0.0, 50L), (queue.Status(0).LossSum, queue.Status(0).Rows));
        }
    }

    [Fact]
    public void Lease_NobodyEverCompletes_StopsAtTheMostThatCanBeUnderWay()
    {
        using PositionQueue queue = Opened(1 << 20);
        int granted = 0;
        while (queue.Lease("w", PositionQueue.MostTerm, 0).Outcome == LeaseOutcome.Granted) granted++;
        Assert.InRange(granted, PositionQueue.MostUnderWay / 2, PositionQueue.MostUnderWay);
        Assert.InRange(queue.MemoryBytes, 1, 3 << 20);
    }

    [Fact]
    public void Lease_TooManyWorkers_RefusesUntilOneIsLongGone()
    {
        using PositionQueue queue = Opened(0);
        for (int i = 0; i < PositionQueue.MostWorkers; i++) queue.Lease($"w{i}", Term, 0);
        Assert.Throws<ArgumentException>(() => queue.Lease("one-more", Term, 1));
        Assert.Equal(LeaseOutcome.Wait, queue.Lease("one-more", Term, Term + 1).Outcome);
    }

    [Fact]
    public void Misuse_IsRefused()
    {
        using PositionQueue queue = Opened(5);
        Assert.Throws<ArgumentException>(() => queue.Complete("w", 5, 0, 1));
        Assert.Throws<ArgumentException>(() => queue.Complete("w", -1, 0, 1));
        Assert.Throws<ArgumentException>(() => queue.Open(4, 1));
        Assert.Throws<ArgumentException>(() => queue.Open(6, 0));
        Assert.Throws<ArgumentException>(() => queue.Lease("", Term, 0));
        Assert.Throws<ArgumentException>(() => queue.Lease("with space", Term, 0));
        Assert.Throws<ArgumentException>(() => queue.Lease(new string('x', 65), Term, 0));
        Assert.Throws<ArgumentException>(() => queue.Lease("w", 0, 0));
        Assert.Throws<ArgumentException>(() => new PositionQueue(new() { Parts = 257 }));
    }

    [Fact]
    public void Load_OfWhatWasSavedAtAnyMoment_GoesOnAsTheOriginal()
    {
        Random random = new(4);
        for (int round = 0; round < 50; round++)
        {
            using PositionQueue queue = new(new() { Parts = 1 + random.Next(3), Staleness = random.Next(200) });
            queue.Open(10_000, 1);
            Play(queue, new Random(round), 0, random.Next(3000));
            StateBuffer state = StateBuffer.Empty;
            queue.Save(ref state);
            using PositionQueue loaded = Load(state.Blocks)!, copy = queue.Copy();
            Assert.Equal(queue.Digest(), loaded.Digest());
            foreach (PositionQueue one in (PositionQueue[])[queue, loaded, copy]) Play(one, new Random(round + 1000), 3000, 500);
            Assert.Equal(queue.Digest(), loaded.Digest());
            Assert.Equal(queue.Digest(), copy.Digest());
            Assert.Equal(queue.Status(5000), loaded.Status(5000));
        }
    }

    [Fact]
    public void Load_OfDamagedState_GivesAQueueThatWorksOrSaysWhatIsWrong()
    {
        using PositionQueue queue = new(new() { Parts = 2, Staleness = 100 });
        queue.Open(10_000, 1);
        Play(queue, new Random(1), 0, 2000);
        StateBuffer state = StateBuffer.Empty;
        queue.Save(ref state);
        Random random = new(5);
        for (int round = 0; round < 5000; round++)
        {
            using PositionQueue? loaded = Load(StateDamage.Of(state.Blocks, random));
            if (loaded is not null && !loaded.Status(0).IsClosed) Play(loaded, random, 2000, 30);
        }
    }

    [Fact]
    public void Save_AllocatesNothing()
    {
        using PositionQueue queue = Opened(1000);
        Play(queue, new Random(1), 0, 300);
        CountingSink sink = default;
        queue.Save(ref sink);
        long before = GC.GetAllocatedBytesForCurrentThread();
        queue.Save(ref sink);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>Some random calls, the same for queues in the same state.</summary>
    private static void Play(PositionQueue queue, Random random, long now, int calls)
    {
        for (int i = 0; i < calls; i++, now += random.Next(20))
        {
            string worker = $"w{random.Next(9)}";
            switch (random.Next(8))
            {
                case 0: queue.Renew(worker, Term, now); break;
                case 1 when random.Next(10) == 0: queue.Leave(worker); break;
                case < 5: queue.Lease(worker, Term, now); break;
                default:
                    PositionQueueStatus status = queue.Status(now);
                    if (status.Next > 0) queue.Complete(worker, Math.Max(0, status.Next - 1 - random.Next(30)), random.NextDouble(), random.Next(5));
                    if (status.Completed < status.Next && random.Next(3) == 0) queue.Complete(worker, status.Completed, 1, 1);
                    break;
            }
        }
    }

    private static PositionQueue Opened(long limit)
    {
        PositionQueue queue = new(new());
        queue.Open(limit, 1);
        return queue;
    }

    private static PositionQueue? Load(List<byte[]> blocks)
    {
        StateReader reader = new(blocks);
        try
        {
            PositionQueue? queue = PositionQueue.Load(ref reader, out string? fault);
            Assert.Equal(queue is null, fault is not null);
            return queue;
        }
        finally
        {
            reader.Dispose();
        }
    }
}
