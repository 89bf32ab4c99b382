namespace Winnow.Numerics.Tests;

/// <summary>How many bytes each thread of a team has allocated on the managed heap so far.</summary>
/// <remarks>The counters of the whole process will not do: the test host allocates whenever it likes.</remarks>
internal sealed unsafe class AllocationCounters(WorkerTeam team) : IDisposable
{
    private const int MostThreads = 1 << 16, Chunks = 256;

    private readonly NativeBuffer<long> _bytes = new(MostThreads);

    /// <summary>Reads the counters of all threads; itself allocates nothing.</summary>
    public void Read()
    {
        _bytes.Span.Fill(-1);
        Probe probe = new() { Counters = _bytes.Pointer };
        while (ThreadsSeen() < team.Threads) team.Run(ref probe, Chunks);
    }

    /// <summary>Fails if any thread allocated between the two readings.</summary>
    public static void AssertEqual(AllocationCounters before, AllocationCounters after) =>
        Assert.True(before._bytes.Span.SequenceEqual(after._bytes.Span), "A thread of the team allocated managed memory.");

    public void Dispose() => _bytes.Dispose();

    private int ThreadsSeen()
    {
        int seen = 0;
        for (int thread = 0; thread < MostThreads; thread++)
            if (_bytes.Pointer[thread] >= 0) seen++;
        return seen;
    }

    private struct Probe : IParallelJob
    {
        public long* Counters;

        public readonly void Run(int chunk)
        {
            Thread.SpinWait(200);       // long enough that no thread takes all chunks
            Counters[Environment.CurrentManagedThreadId] = GC.GetAllocatedBytesForCurrentThread();
        }
    }
}
