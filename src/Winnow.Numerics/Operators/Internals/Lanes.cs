using System.Numerics;
using System.Runtime.CompilerServices;

namespace Winnow.Numerics;

/// <summary>Loads and stores of fewer numbers than a vector holds, so that tails go through the same arithmetic as the rest.</summary>
internal static unsafe class Lanes
{
    /// <summary>The <paramref name="count"/> numbers at <paramref name="source"/>, then zeros.</summary>
    public static Vector<float> Load(float* source, int count)
    {
        Vector<float> lanes = default;
        Unsafe.CopyBlockUnaligned(&lanes, source, (uint)count * sizeof(float));
        return lanes;
    }

    /// <summary>Writes the first <paramref name="count"/> numbers.</summary>
    public static void Store(Vector<float> lanes, float* target, int count) =>
        Unsafe.CopyBlockUnaligned(target, &lanes, (uint)count * sizeof(float));
}
