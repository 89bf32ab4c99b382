using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using Winnow.Numerics;

namespace Winnow.Evaluation.Internals;

/// <summary>Draws how often each unit counts in a resample: Poisson with mean 1, from 16 random bits each.</summary>
internal static class PoissonCounts
{
    private const int BlockWords = 2048;

    /// <summary>round(2¹⁶·P(X ≤ k)), k = 0 … 7, with P(X = k) = e⁻¹/k! rounded before summing. The mean is off by 5·10⁻⁵, the
    /// variance by 2·10⁻⁴; the largest count is 8.</summary>
    private static readonly ushort[] Thresholds = [24_109, 48_218, 60_273, 64_291, 65_296, 65_497, 65_530, 65_535];

    /// <summary>Fills <paramref name="counts"/>; element i depends on (stream, i) only.</summary>
    internal static void Draw(RandomStream stream, Span<byte> counts)
    {
        uint[] words = ArrayPool<uint>.Shared.Rent(BlockWords);
        for (int start = 0; start < counts.Length; start += 2 * BlockWords)
        {
            Span<byte> block = counts[start..Math.Min(counts.Length, start + 2 * BlockWords)];
            stream.FillUInt32(words.AsSpan(0, (block.Length + 1) / 2), (ulong)start / 2);
            FromBits(MemoryMarshal.Cast<uint, ushort>(words.AsSpan(0, BlockWords)), block);
        }
        ArrayPool<uint>.Shared.Return(words);
    }

    internal static void FromBits(ReadOnlySpan<ushort> bits, Span<byte> counts)
    {
        int i = 0, width = Vector<ushort>.Count;
        for (; i + 2 * width <= counts.Length; i += 2 * width)
            Vector.Narrow(CountOf(new Vector<ushort>(bits[i..])), CountOf(new Vector<ushort>(bits[(i + width)..])))
                .CopyTo(counts[i..]);
        for (; i < counts.Length; i++) counts[i] = CountOf(bits[i]);
    }

    /// <summary>A lane that passes a threshold is all ones, that is −1.</summary>
    private static Vector<ushort> CountOf(Vector<ushort> bits)
    {
        Vector<ushort> count = default;
        foreach (ushort threshold in Thresholds) count -= Vector.GreaterThanOrEqual(bits, new Vector<ushort>(threshold));
        return count;
    }

    private static byte CountOf(ushort bits)
    {
        byte count = 0;
        foreach (ushort threshold in Thresholds)
            if (bits >= threshold) count++;
        return count;
    }
}
