namespace Winnow.Numerics.Tests;

/// <summary>Managed memory that warm work allocates, thread by thread.</summary>
/// <remarks>
/// The counters of the whole process will not do: the test host allocates whenever it likes. One quiet window out of several is
/// what is asked: the runtime itself allocates once the first time a thread blocks on a lock or a semaphore, which a busy
/// machine can put off until any window, while work that allocates does so in every window.
/// </remarks>
internal static unsafe class Allocations
{
    private const int Windows = 20, MostThreads = 1 << 16, Chunks = 256;

    /// <summary>Fails if the calling thread allocates in every one of several windows.</summary>
    /// <param name="window">Work that is warm already.</param>
    public static void AssertNone(Action window)
    {
        long least = long.MaxValue;
        for (int i = 0; i < Windows && least > 0; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            window();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.True(least == 0, $"The calling thread allocated at least {least} bytes in each of {Windows} windows.");
    }

    /// <summary>Fails if threads of the team, the caller included, allocate in every one of several windows.</summary>
    /// <param name="team">The team the work runs on.</param>
    /// <param name="window">Work that is warm already.</param>
    public static void AssertNone(WorkerTeam team, Action window)
    {
        using NativeBuffer<long> before = new(MostThreads), after = new(MostThreads);
        Read(team, before);         // warms the reading itself
        for (int i = 0; i < Windows; i++)
        {
            Read(team, before);
            window();
            Read(team, after);
            if (before.Span.SequenceEqual(after.Span)) return;
        }
        Assert.Fail($"Some thread of the team allocated in each of {Windows} windows.");
    }

    private static void Read(WorkerTeam team, NativeBuffer<long> bytes)
    {
        bytes.Span.Fill(-1);
        Probe probe = new() { Counters = bytes.Pointer };
        while (ThreadsSeen(bytes) < team.Threads) team.Run(ref probe, Chunks);
    }

    private static int ThreadsSeen(NativeBuffer<long> bytes)
    {
        int seen = 0;
        foreach (long count in bytes.Span)
            if (count >= 0) seen++;
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
