using Winnow.Numerics;

namespace Winnow.Data.Marketplace.Internals;

/// <summary>Vectors of length 1 in the space of tastes. Loops are scalar and in fixed order, so that a log has the same bytes
/// on every processor.</summary>
internal static class Direction
{
    /// <summary>A uniformly random direction from the elements <paramref name="first"/>, <paramref name="first"/> + 1, … of a
    /// stream.</summary>
    internal static void Fill(Span<float> direction, RandomStream stream, ulong first)
    {
        for (int k = 0; k < direction.Length; k++) direction[k] = stream.Normal(first + (ulong)k);
        Normalize(direction);
    }

    /// <summary>Turns <paramref name="direction"/> towards <paramref name="centre"/>: share·centre + √(1 − share²)·direction,
    /// length 1 again.</summary>
    internal static void Pull(Span<float> direction, ReadOnlySpan<float> centre, float share)
    {
        float rest = MathF.Sqrt(1 - share * share);
        for (int k = 0; k < direction.Length; k++) direction[k] = share * centre[k] + rest * direction[k];
        Normalize(direction);
    }

    internal static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        float sum = 0;
        for (int k = 0; k < x.Length; k++) sum += x[k] * y[k];
        return sum;
    }

    private static void Normalize(Span<float> direction)
    {
        float scale = 1 / MathF.Sqrt(Dot(direction, direction));
        foreach (ref float x in direction) x *= scale;
    }
}
