using System.Runtime.InteropServices;

namespace Winnow.Store.Module;

/// <summary>Memory for the answer of one command, kept for the next: usual answers always come from the same, warm cache lines.</summary>
internal static unsafe class NativeScratch
{
    /// <summary>Beyond this it is given back after the command.</summary>
    private const nuint MostKept = 16 << 20;

    private static byte* s_start;
    private static nuint s_bytes;

    /// <summary>Bytes held.</summary>
    internal static long Bytes => (long)s_bytes;

    /// <summary>Memory of at least so many bytes, of any content, until the next call.</summary>
    internal static void* Take(long bytes)
    {
        if ((nuint)bytes <= s_bytes && (s_bytes <= MostKept || (nuint)bytes > MostKept)) return s_start;
        NativeMemory.AlignedFree(s_start);
        s_start = null;
        s_bytes = 0;
        nuint wanted = Math.Max((nuint)bytes, 1 << 16);
        s_start = (byte*)NativeMemory.AlignedAlloc(wanted, 64);
        s_bytes = wanted;
        return s_start;
    }
}
