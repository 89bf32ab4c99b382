namespace Winnow.Numerics.Tests.Parallel;

public sealed class WorkerTeamTests
{
    public static TheoryData<int> ThreadCounts => [1, 2, 3, 8];

    [Theory, MemberData(nameof(ThreadCounts))]
    public void Run_AnyTeam_RunsEveryChunkExactlyOnce(int threads)
    {
        using WorkerTeam team = new(threads);
        for (int chunks = 0; chunks < 200; chunks++)
        {
            Counting job = new() { Counts = new int[chunks] };
            team.Run(ref job, chunks);
            Assert.All(job.Counts, count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void Run_ManyShortRuns_NeverLosesOrRepeatsAChunk()
    {
        using WorkerTeam team = new(4);
        Counting job = new() { Counts = new int[5] };
        for (int run = 1; run <= 20_000; run++)
        {
            team.Run(ref job, job.Counts.Length);
            for (int i = 0; i < job.Counts.Length; i++) Assert.Equal(run, job.Counts[i]);
        }
    }

    [Fact]
    public void Run_AfterThreadsWentToSleep_WakesThem()
    {
        using WorkerTeam team = new(2);
        for (int run = 0; run < 20; run++)
        {
            Rendezvous job = new() { Barrier = new CountdownEvent(2) };     // ends only if two threads are in it at once
            team.Run(ref job, 2);
            for (int i = 0; i < 300_000; i++) Thread.SpinWait(1);           // longer than workers spin
        }
    }

    [Theory, MemberData(nameof(ThreadCounts))]
    public void Run_ChunkThrows_RethrowsToTheCallerAndStaysUsable(int threads)
    {
        using WorkerTeam team = new(threads);
        for (int run = 0; run < 50; run++)
        {
            Failing failing = new() { FailAt = 3 };
            InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => team.Run(ref failing, 16));
            Assert.Equal("chunk 3", e.Message);
            Counting job = new() { Counts = new int[16] };
            team.Run(ref job, 16);
            Assert.All(job.Counts, count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void Run_FromWithinAChunk_RunsOnTheCallingThread()
    {
        using WorkerTeam team = new(2);
        Nested job = new() { Team = team, Counts = new int[8 * 4] };
        team.Run(ref job, 8);
        Assert.All(job.Counts, count => Assert.Equal(1, count));
    }

    [Fact]
    public void Run_FromTwoThreadsAtOnce_ServesBoth()
    {
        using WorkerTeam team = new(2);
        int failures = 0;
        Thread[] callers = [new(Call), new(Call)];
        foreach (Thread caller in callers) caller.Start();
        foreach (Thread caller in callers) caller.Join();
        Assert.Equal(0, failures);

        void Call()
        {
            Counting job = new() { Counts = new int[7] };
            for (int run = 1; run <= 5_000; run++)
            {
                team.Run(ref job, 7);
                foreach (int count in job.Counts) if (count != run) Interlocked.Increment(ref failures);
            }
        }
    }

    [Fact]
    public void Run_JobWritesIntoItself_CallerSeesIt()
    {
        using WorkerTeam team = new(2);
        Summing job = default;
        team.Run(ref job, 100);
        Assert.Equal(4950, job.Sum);
    }

    [Fact]
    public void Run_Warm_AllocatesNothing()
    {
        using WorkerTeam team = new(2);
        Summing job = default;
        for (int i = 0; i < 100; i++) team.Run(ref job, 10);

        Allocations.AssertNone(() => { for (int i = 0; i < 100; i++) team.Run(ref job, 10); });
    }

    [Fact]
    public void Run_AfterDispose_RunsOnTheCallingThread()
    {
        WorkerTeam team = new(3);
        team.Dispose();
        team.Dispose();
        Counting job = new() { Counts = new int[9] };
        team.Run(ref job, 9);
        Assert.All(job.Counts, count => Assert.Equal(1, count));
    }

    [Fact]
    public void Dispose_FromWithinAChunk_ThrowsAndStaysUsable()
    {
        using WorkerTeam team = new(2);
        Disposing disposing = new() { Team = team };
        Assert.Throws<InvalidOperationException>(() => team.Run(ref disposing, 4));
        Counting job = new() { Counts = new int[9] };
        team.Run(ref job, 9);
        Assert.All(job.Counts, count => Assert.Equal(1, count));
    }

    [Fact]
    public void Run_NegativeChunks_Throws()
    {
        Counting job = new() { Counts = [] };
        Assert.Throws<ArgumentOutOfRangeException>(() => WorkerTeam.Single.Run(ref job, -1));
    }

    [Fact]
    public void New_ZeroThreads_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => new WorkerTeam(0));

    private struct Counting : IParallelJob
    {
        public int[] Counts;

        public readonly void Run(int chunk) => Interlocked.Increment(ref Counts[chunk]);
    }

    private struct Rendezvous : IParallelJob
    {
        public CountdownEvent Barrier;

        public readonly void Run(int chunk)
        {
            Barrier.Signal();
            if (!Barrier.Wait(TimeSpan.FromSeconds(60))) throw new TimeoutException("The other thread never came.");
        }
    }

    private struct Failing : IParallelJob
    {
        public int FailAt;

        public readonly void Run(int chunk)
        {
            if (chunk == FailAt) throw new InvalidOperationException($"chunk {chunk}");
        }
    }

    private struct Disposing : IParallelJob
    {
        public WorkerTeam Team;

        public readonly void Run(int chunk) => Team.Dispose();
    }

    private struct Nested : IParallelJob
    {
        public WorkerTeam Team;
        public int[] Counts;

        public readonly void Run(int chunk)
        {
            Inner inner = new() { Counts = Counts, Offset = chunk * 4 };
            Team.Run(ref inner, 4);
        }
    }

    private struct Inner : IParallelJob
    {
        public int[] Counts;
        public int Offset;

        public readonly void Run(int chunk) => Interlocked.Increment(ref Counts[Offset + chunk]);
    }

    private struct Summing : IParallelJob
    {
        public int Sum;

        public void Run(int chunk) => Interlocked.Add(ref Sum, chunk);
    }
}
