using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Winnow.Numerics;

/// <summary>Fork and join on a fixed set of threads; the caller works too. No allocation per call.</summary>
/// <remarks>
/// A run is one 64-bit word: its number above, the next chunk below. Claiming a chunk is one compare-and-swap on that word, so
/// a thread that comes too late can never touch a run that is over, and the caller waits only for chunks that somebody
/// claimed, never for a thread that has yet to wake up.
/// <para>A team serves one caller at a time. A call that finds it busy, be it from within a chunk or from another thread,
/// runs its chunks on the calling thread; results are the same.</para>
/// </remarks>
public sealed unsafe class WorkerTeam : IDisposable
{
    private const int SpinsBeforeBlocking = 2_000;      // about 50 µs: longer than the gap between two kernels of one step

    private readonly Thread[] _workers;
    private readonly SemaphoreSlim _wake = new(0);
    private readonly SemaphoreSlim _finished = new(0);
    private readonly Lock _errorLock = new();
    private Shared _shared;
    private void* _job;
    private delegate*<void*, int, void> _runChunk;
    private int _chunks;
    private int _busy;
    private volatile bool _stopping;
    private volatile bool _failed;
    private ExceptionDispatchInfo? _error;
    private int _errorChunk;

    /// <summary>Starts a team.</summary>
    /// <param name="threads">Number of threads including the caller, at least 1; beyond the cores of the machine is wasteful.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is below 1.</exception>
    public WorkerTeam(int threads)
    {
        if (threads < 1) Throw.ThreadCount(threads);
        Threads = threads;
        _workers = new Thread[threads - 1];
        for (int i = 0; i < _workers.Length; i++)
        {
            _workers[i] = new Thread(Work) { IsBackground = true, Name = $"Winnow worker {i + 1}" };
            _workers[i].Start();
        }
    }

    /// <summary>A team of the caller alone. It owns nothing, so disposing it does nothing.</summary>
    public static WorkerTeam Single { get; } = new(1);

    /// <summary>Number of threads, the caller included.</summary>
    public int Threads { get; }

    /// <summary>Runs the chunks 0 … <paramref name="chunks"/> − 1 of <paramref name="job"/> and returns when all are done.</summary>
    /// <param name="job">The work. Chunks see one shared copy; what they write into it is seen by the caller afterwards.</param>
    /// <param name="chunks">Number of chunks, at least 0; handed out one by one to whoever is free.</param>
    /// <remarks>If a chunk throws, chunks not yet begun are skipped and the exception of the lowest failed chunk is rethrown.</remarks>
    public void Run<TJob>(ref TJob job, int chunks) where TJob : struct, IParallelJob
    {
        if (chunks < 0) Throw.ChunkCount(chunks);
        if (chunks <= 1 || _workers.Length == 0 || Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
        {
            for (int i = 0; i < chunks; i++) job.Run(i);
            return;
        }
        TJob copy = job;                // on this stack, where the collector does not move it while others point at it
        try
        {
            Fork(Unsafe.AsPointer(ref copy), &RunChunk<TJob>, chunks);
        }
        finally
        {
            job = copy;
            Volatile.Write(ref _busy, 0);
        }
    }

    /// <summary>Ends the threads; harmless when repeated. Later runs happen on the calling thread.</summary>
    /// <exception cref="InvalidOperationException">The team is at work.</exception>
    public void Dispose()
    {
        if (_workers.Length == 0 || _stopping) return;
        if (Interlocked.Exchange(ref _busy, 1) != 0) Throw.TeamAtWork();
        _stopping = true;
        _wake.Release(_workers.Length);
        foreach (Thread worker in _workers) worker.Join();
        _wake.Dispose();
        _finished.Dispose();
    }

    private static void RunChunk<TJob>(void* job, int chunk) where TJob : struct, IParallelJob =>
        Unsafe.AsRef<TJob>(job).Run(chunk);

    private void Fork(void* job, delegate*<void*, int, void> runChunk, int chunks)
    {
        uint run = (uint)(_shared.Ticket >> 32) + 1;
        // Closed first: a late thread that still holds the last ticket must not claim a chunk while the fields change.
        Interlocked.Exchange(ref _shared.Ticket, ((ulong)run << 32) | uint.MaxValue);
        _job = job;
        _runChunk = runChunk;
        _chunks = chunks;
        _failed = false;
        _error = null;
        _errorChunk = int.MaxValue;
        _shared.Done = 0;
        Interlocked.Exchange(ref _shared.Ticket, (ulong)run << 32);     // opens the run and publishes its fields
        WakeSleepers();
        TakeChunks();
        AwaitDone(chunks);
        _error?.Throw();
    }

    private void WakeSleepers()
    {
        if (Volatile.Read(ref _shared.Sleepers) == 0) return;
        int sleepers = Interlocked.Exchange(ref _shared.Sleepers, 0);
        if (sleepers > 0) _wake.Release(sleepers);
    }

    private void AwaitDone(int chunks)
    {
        for (int i = 0; i < SpinsBeforeBlocking; i++)
        {
            if (Volatile.Read(ref _shared.Done) == chunks) return;
            Thread.SpinWait(1);
        }
        while (true)
        {
            Interlocked.Exchange(ref _shared.CallerWaits, 1);
            if (Volatile.Read(ref _shared.Done) == chunks && Interlocked.Exchange(ref _shared.CallerWaits, 0) == 1) return;
            _finished.Wait();           // a token was or will be given; it may be a late one of the run before, hence the loop
            if (Volatile.Read(ref _shared.Done) == chunks) return;
        }
    }

    private bool TakeChunks()
    {
        bool any = false;
        while (true)
        {
            ulong ticket = Volatile.Read(ref _shared.Ticket);
            uint chunk = (uint)ticket;
            int chunks = _chunks;
            void* job = _job;
            delegate*<void*, int, void> runChunk = _runChunk;
            if (chunk >= (uint)chunks) return any;
            // Success means that no chunk was claimed since the ticket was read, so the fields belong to this run.
            if (Interlocked.CompareExchange(ref _shared.Ticket, ticket + 1, ticket) != ticket) continue;
            any = true;
            Execute(job, runChunk, (int)chunk);
            if (Interlocked.Increment(ref _shared.Done) == chunks && Interlocked.Exchange(ref _shared.CallerWaits, 0) == 1)
                _finished.Release();
        }
    }

    private void Execute(void* job, delegate*<void*, int, void> runChunk, int chunk)
    {
        if (_failed) return;
        try
        {
            runChunk(job, chunk);
        }
        catch (Exception e)
        {
            lock (_errorLock)
            {
                if (chunk < _errorChunk) (_errorChunk, _error) = (chunk, ExceptionDispatchInfo.Capture(e));
                _failed = true;
            }
        }
    }

    private void Work()
    {
        while (!_stopping)
        {
            if (TakeChunks() || SpinForRun()) continue;
            Sleep();
        }
    }

    private bool SpinForRun()
    {
        for (int i = 0; i < SpinsBeforeBlocking; i++)
        {
            if (HasChunks() || _stopping) return true;
            Thread.SpinWait(1);
        }
        return false;
    }

    private bool HasChunks() => (uint)Volatile.Read(ref _shared.Ticket) < (uint)Volatile.Read(ref _chunks);

    private void Sleep()
    {
        Interlocked.Increment(ref _shared.Sleepers);
        if ((HasChunks() || _stopping) && TryTakeBackSleeper()) return;
        _wake.Wait();
    }

    /// <summary>False if a waker has already counted this sleeper: then a token is on its way and must be consumed.</summary>
    private bool TryTakeBackSleeper()
    {
        while (true)
        {
            int sleepers = Volatile.Read(ref _shared.Sleepers);
            if (sleepers == 0) return false;
            if (Interlocked.CompareExchange(ref _shared.Sleepers, sleepers - 1, sleepers) == sleepers) return true;
        }
    }

    /// <summary>What several threads write, each on cache lines of its own (two, because lines are fetched in pairs).</summary>
    [StructLayout(LayoutKind.Explicit, Size = 640)]
    private struct Shared
    {
        [FieldOffset(128)] public ulong Ticket;
        [FieldOffset(256)] public int Done;
        [FieldOffset(384)] public int Sleepers;
        [FieldOffset(512)] public int CallerWaits;
    }
}
