namespace Winnow.Numerics;

/// <summary>How much native memory the process holds through this library. Safe from any thread.</summary>
public static class NativeMemoryUsage
{
    private static long s_liveBytes;
    private static long s_leakedBytes;

    /// <summary>Bytes allocated and not yet freed.</summary>
    public static long LiveBytes => Volatile.Read(ref s_liveBytes);

    /// <summary>Bytes whose owner was collected without <c>Dispose</c>. They stay allocated, because a span may still point
    /// at them. Anything but 0 is a programming error in the owner's owner.</summary>
    public static long LeakedBytes => Volatile.Read(ref s_leakedBytes);

    internal static void Add(long bytes) => Interlocked.Add(ref s_liveBytes, bytes);

    internal static void ReportLeak(long bytes) => Interlocked.Add(ref s_leakedBytes, bytes);
}
