using System.Diagnostics;

namespace Winnow.Store;

/// <summary>Bytes to and from one server. Belongs to one thread, which waits.</summary>
internal abstract unsafe class Transport : IDisposable
{
    /// <summary>When to give up, as a time of <see cref="Stopwatch"/>.</summary>
    internal long Until { get; set; } = long.MaxValue;

    /// <summary>Sends all pieces in order.</summary>
    /// <param name="pieces">Changed meanwhile.</param>
    /// <exception cref="TimeoutException">The time is over; an unknown part was sent.</exception>
    internal abstract void Send(Span<IoVector> pieces);

    /// <summary>Waits for bytes and fills two places, one after the other.</summary>
    /// <returns>How many came, at least 1.</returns>
    /// <exception cref="IOException">The connection is closed.</exception>
    /// <exception cref="TimeoutException">The time is over.</exception>
    internal abstract int Receive(byte* first, long firstBytes, byte* second, int secondBytes);

    public abstract void Dispose();

    /// <summary>Milliseconds that are left, at least 1.</summary>
    private protected int Remaining()
    {
        if (Until == long.MaxValue) return int.MaxValue / 2;
        double left = (Until - Stopwatch.GetTimestamp()) * 1000.0 / Stopwatch.Frequency;
        if (left <= 0) throw new TimeoutException("the time for the answer is over");
        return (int)Math.Clamp(Math.Ceiling(left), 1, int.MaxValue / 2);
    }
}
