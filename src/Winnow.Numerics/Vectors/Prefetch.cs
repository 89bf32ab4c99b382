using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Winnow.Numerics;

/// <summary>Asks for memory some time before it is used; does nothing on machines without such an instruction.</summary>
internal static unsafe class Prefetch
{
    private const int FloatsPerLine = 16;

    /// <summary>Calls <paramref name="count"/> ≥ 1 floats into the first-level cache; at most four lines, the rest comes by itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Floats(float* first, int count)
    {
        if (!Sse.IsSupported) return;
        Sse.Prefetch0(first);
        for (int i = FloatsPerLine; i < Math.Min(count, 4 * FloatsPerLine); i += FloatsPerLine) Sse.Prefetch0(first + i);
        Sse.Prefetch0(first + count - 1);
    }
}
