namespace Winnow.Store.Module;

/// <summary>What this server holds and has done, for INFO. Values may be freed on any thread.</summary>
internal static class ServerTotals
{
    private const int Kinds = 3;

    private static readonly long[] s_values = new long[Kinds], s_bytes = new long[Kinds];
    private static long s_rows;

    /// <summary>Commands and what went through them; the main thread counts.</summary>
    internal static Traffic Traffic;

    /// <summary>Native memory of all values.</summary>
    internal static long Bytes => Volatile.Read(ref s_bytes[0]) + Volatile.Read(ref s_bytes[1]) + Volatile.Read(ref s_bytes[2]);

    /// <summary>Rows of all table shards.</summary>
    internal static long Rows => Volatile.Read(ref s_rows);

    internal static long ValuesOf(ValueKind kind) => Volatile.Read(ref s_values[(int)kind]);

    internal static long BytesOf(ValueKind kind) => Volatile.Read(ref s_bytes[(int)kind]);

    internal static void Add(ValueKind kind) => Interlocked.Increment(ref s_values[(int)kind]);

    internal static void Change(ValueKind kind, long bytes, long rows)
    {
        Interlocked.Add(ref s_bytes[(int)kind], bytes);
        Interlocked.Add(ref s_rows, rows);
    }

    internal static void Remove(ValueKind kind, long bytes, long rows)
    {
        Change(kind, -bytes, -rows);
        Interlocked.Decrement(ref s_values[(int)kind]);
    }
}

/// <summary>Counters of commands since the module was loaded.</summary>
internal struct Traffic
{
    /// <summary>Commands that read rows, and the keys they asked for.</summary>
    internal long Pulls, PulledKeys;

    /// <summary>Commands that brought gradients of rows, the keys of those that changed something, and repeats that were ignored.</summary>
    internal long Pushes, PushedKeys, Duplicates;

    /// <summary>Commands that read a dense block, and those that found nothing newer.</summary>
    internal long DensePulls, DenseUnchanged;

    /// <summary>Commands that brought a gradient of a dense block.</summary>
    internal long DensePushes;

    /// <summary>Answers that a step has not come yet.</summary>
    internal long NotYet;

    /// <summary>Leases handed out.</summary>
    internal long Leases;

    /// <summary>Commands answered by an error of the module.</summary>
    internal long Errors;
}
