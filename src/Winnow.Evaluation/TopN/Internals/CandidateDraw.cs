using Winnow.Numerics;

namespace Winnow.Evaluation.Internals;

/// <summary>Draws negatives of one user, uniformly and without replacement.</summary>
internal static class CandidateDraw
{
    /// <summary>Appends up to <paramref name="count"/> items without a mark to <paramref name="target"/>; fewer if there are not so many.</summary>
    /// <param name="marks">Not 0: relevant or known, hence no negative; shape [items]. As it was when this returns.</param>
    /// <param name="free">How many items have no mark.</param>
    /// <param name="count">How many to draw.</param>
    /// <param name="stream">Of this user.</param>
    /// <param name="target">Where they go.</param>
    /// <returns>How many were drawn.</returns>
    internal static int Draw(Span<byte> marks, int free, int count, RandomStream stream, Span<int> target) =>
        2L * count <= free ? DrawFew(marks, count, stream, target) : DrawMany(marks, count, stream, target);

    /// <summary>Draws again what is marked; at least every fourth draw of a mostly free catalogue counts, and one in a mostly known one
    /// as often as there are free items.</summary>
    private static int DrawFew(Span<byte> marks, int count, RandomStream stream, Span<int> target)
    {
        const byte Drawn = 0x80;
        ulong draw = 0;
        for (int i = 0; i < count;)
        {
            int item = stream.Below(draw++, marks.Length);
            if (marks[item] != 0) continue;
            marks[item] = Drawn;
            target[i++] = item;
        }
        foreach (int item in target[..count]) marks[item] = 0;
        return count;
    }

    private static int DrawMany(Span<byte> marks, int count, RandomStream stream, Span<int> target)
    {
        List<int> free = [];
        for (int item = 0; item < marks.Length; item++)
            if (marks[item] == 0) free.Add(item);
        int[] shuffled = [.. free];
        stream.Shuffle<int>(shuffled);
        int drawn = Math.Min(count, shuffled.Length);
        shuffled.AsSpan(0, drawn).CopyTo(target);
        return drawn;
    }
}
