using System.Globalization;

namespace Winnow.Data;

/// <summary>Keeps the events of those users or items that have a number of events in a range.</summary>
internal static class DegreeRange
{
    public static Interactions Keep(Interactions log, ReadOnlySpan<int> groupOf, int groups, int least, int most)
    {
        int[] degrees = new int[groups];
        foreach (int group in groupOf) degrees[group]++;
        bool[] keep = new bool[log.Count];
        for (int e = 0; e < keep.Length; e++) keep[e] = degrees[groupOf[e]] >= least && degrees[groupOf[e]] <= most;
        return EventSubset.Of(log, keep);
    }

    public static string Describe(int least, int most) => string.Create(CultureInfo.InvariantCulture,
        $"{(most == int.MaxValue ? $"at least {least}" : least <= 0 ? $"at most {most}" : $"{least} to {most}")}");
}
