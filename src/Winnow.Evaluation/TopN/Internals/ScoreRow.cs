using System.Numerics;
using System.Runtime.InteropServices;

namespace Winnow.Evaluation.Internals;

/// <summary>One pass over the scores of a user: are they sound, are they all equal, and from where on can an item be in the list.</summary>
internal static class ScoreRow
{
    /// <summary>What the pass found.</summary>
    /// <param name="Threshold">At least as many items as the list has room for score at least this much; −∞ if that is all that is known.</param>
    /// <param name="Lowest">Lowest score that is not −∞.</param>
    /// <param name="Highest">Highest score.</param>
    /// <param name="Hidden">Scores of −∞.</param>
    /// <param name="Sound">Whether no score is NaN or +∞.</param>
    internal readonly record struct Found(float Threshold, float Lowest, float Highest, int Hidden, bool Sound);

    /// <summary>Looks at the scores; −∞ marks items that are hidden from the list.</summary>
    /// <param name="scores">Shape [n].</param>
    /// <param name="k">Length of the list.</param>
    /// <param name="maxima">Room for the maxima of groups of items, at least 2·k + 4·lanes.</param>
    /// <remarks>The items are dealt into G ≥ 2k groups; k of the G maxima are items that score at least the k-th largest maximum, so
    /// nothing below it can be in the list. With G = 2k about 1.4·k items pass.</remarks>
    internal static Found Look(ReadOnlySpan<float> scores, int k, Span<float> maxima)
    {
        int lanes = Vector<float>.Count, stripes = Math.Max(1, (2 * k + lanes - 1) / lanes), groups = stripes * lanes;
        if (scores.Length < 2 * groups) return LookScalar(scores);

        Span<Vector<float>> best = MemoryMarshal.Cast<float, Vector<float>>(maxima[..groups]);
        best.Fill(new Vector<float>(float.NegativeInfinity));
        Vector<float> lowest = new(float.PositiveInfinity), infinity = new(float.PositiveInfinity), hiddenScore = new(float.NegativeInfinity);
        Vector<int> hidden = default, unsound = default;
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(scores);
        for (int i = 0; i < vectors.Length;)
        {
            int end = Math.Min(stripes, vectors.Length - i);
            for (int s = 0; s < end; s++, i++)
            {
                Vector<float> x = vectors[i];
                Vector<int> isHidden = Vector.Equals(x, hiddenScore);
                best[s] = Vector.ConditionalSelect(Vector.GreaterThan(x, best[s]), x, best[s]);
                lowest = Vector.Min(lowest, Vector.ConditionalSelect(isHidden, infinity, x));
                hidden -= isHidden;
                unsound |= Vector.OnesComplement(Vector.LessThan(x, infinity));
            }
        }
        Found tail = LookScalar(scores[(vectors.Length * lanes)..]);
        float low = tail.Lowest, high = tail.Highest;
        for (int lane = 0; lane < lanes; lane++) low = Math.Min(low, lowest[lane]);
        foreach (float value in maxima[..groups]) high = Math.Max(high, value);
        float threshold = Selection.Nth(maxima[..groups], groups - Math.Min(k, groups));
        return new Found(threshold, low, high, tail.Hidden + Vector.Sum(hidden), tail.Sound && !Vector.EqualsAny(unsound, Vector<int>.AllBitsSet));
    }

    private static Found LookScalar(ReadOnlySpan<float> scores)
    {
        float low = float.PositiveInfinity, high = float.NegativeInfinity;
        int hidden = 0;
        bool sound = true;
        foreach (float score in scores)
        {
            if (score == float.NegativeInfinity) hidden++;
            else if (score < float.PositiveInfinity) (low, high) = (Math.Min(low, score), Math.Max(high, score));
            else sound = false;
        }
        return new Found(float.NegativeInfinity, low, high, hidden, sound);
    }

    /// <summary>Writes the places of all scores that reach the threshold and are not −∞, and those scores; returns how many.</summary>
    internal static int Collect(ReadOnlySpan<float> scores, float threshold, Span<int> places, Span<float> values)
    {
        int count = 0, lanes = Vector<float>.Count, i = 0;
        threshold = Math.Max(threshold, float.MinValue);
        Vector<float> least = new(threshold);
        for (; i <= scores.Length - lanes; i += lanes)
        {
            if (!Vector.GreaterThanOrEqualAny(new Vector<float>(scores[i..]), least)) continue;
            for (int j = i; j < i + lanes; j++)
                if (scores[j] >= threshold) (places[count], values[count++]) = (j, scores[j]);
        }
        for (; i < scores.Length; i++)
            if (scores[i] >= threshold) (places[count], values[count++]) = (i, scores[i]);
        return count;
    }

    /// <summary>How many scores lie above <paramref name="score"/> and how many equal it.</summary>
    internal static (int Above, int Equal) Count(ReadOnlySpan<float> scores, float score)
    {
        int lanes = Vector<float>.Count, i = 0;
        Vector<float> given = new(score);
        Vector<int> above = default, equal = default;
        for (; i <= scores.Length - lanes; i += lanes)
        {
            Vector<float> x = new(scores[i..]);
            above -= Vector.GreaterThan(x, given);
            equal -= Vector.Equals(x, given);
        }
        (int Above, int Equal) count = (Vector.Sum(above), Vector.Sum(equal));
        for (; i < scores.Length; i++)
        {
            if (scores[i] > score) count.Above++;
            else if (scores[i] == score) count.Equal++;
        }
        return count;
    }

    /// <summary>As <see cref="Count(ReadOnlySpan{float}, float)"/> for four scores at once: the row is read once.</summary>
    /// <param name="scores">Shape [n].</param>
    /// <param name="given">Four scores.</param>
    /// <param name="above">How many lie above each, shape [4].</param>
    /// <param name="equal">How many equal each, shape [4].</param>
    internal static void Count(ReadOnlySpan<float> scores, ReadOnlySpan<float> given, Span<int> above, Span<int> equal)
    {
        Vector<float> a = new(given[0]), b = new(given[1]), c = new(given[2]), d = new(given[3]);
        Vector<int> aAbove = default, bAbove = default, cAbove = default, dAbove = default, aEqual = default, bEqual = default, cEqual = default, dEqual = default;
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(scores);
        for (int i = 0; i < vectors.Length; i++)
        {
            Vector<float> x = vectors[i];
            aAbove -= Vector.GreaterThan(x, a);
            bAbove -= Vector.GreaterThan(x, b);
            cAbove -= Vector.GreaterThan(x, c);
            dAbove -= Vector.GreaterThan(x, d);
            aEqual -= Vector.Equals(x, a);
            bEqual -= Vector.Equals(x, b);
            cEqual -= Vector.Equals(x, c);
            dEqual -= Vector.Equals(x, d);
        }
        (above[0], above[1], above[2], above[3]) = (Vector.Sum(aAbove), Vector.Sum(bAbove), Vector.Sum(cAbove), Vector.Sum(dAbove));
        (equal[0], equal[1], equal[2], equal[3]) = (Vector.Sum(aEqual), Vector.Sum(bEqual), Vector.Sum(cEqual), Vector.Sum(dEqual));
        foreach (float score in scores[(vectors.Length * Vector<float>.Count)..])
        {
            for (int j = 0; j < 4; j++)
            {
                if (score > given[j]) above[j]++;
                else if (score == given[j]) equal[j]++;
            }
        }
    }
}
