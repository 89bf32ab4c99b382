using System.Numerics;

namespace Winnow.Embeddings;

/// <summary>Sums of dense vectors, element by element.</summary>
internal static class DenseSum
{
    internal static void Add(ReadOnlySpan<float> values, Span<float> target)
    {
        int i = 0;
        for (; i <= target.Length - Vector<float>.Count; i += Vector<float>.Count)
            (new Vector<float>(target[i..]) + new Vector<float>(values[i..])).CopyTo(target[i..]);
        for (; i < target.Length; i++) target[i] += values[i];
    }

    internal static void Subtract(ReadOnlySpan<float> values, Span<float> target)
    {
        int i = 0;
        for (; i <= target.Length - Vector<float>.Count; i += Vector<float>.Count)
            (new Vector<float>(target[i..]) - new Vector<float>(values[i..])).CopyTo(target[i..]);
        for (; i < target.Length; i++) target[i] -= values[i];
    }
}
