namespace Winnow.Data;

/// <summary>Finds the name a person most likely meant: the legal name with the fewest typing errors.</summary>
public static class NearestName
{
    /// <summary>The legal name closest to <paramref name="given"/>, upper and lower case being equal.</summary>
    /// <param name="given">What was written.</param>
    /// <param name="legal">The names that would have been accepted, any number.</param>
    /// <returns>The name with the smallest edit distance (insert, delete, replace, swap of neighbours), the first one on
    /// ties; null if every name differs in more than half of its letters.</returns>
    /// <remarks>Optimal string alignment distance; Damerau, CACM 7(3), 1964. O(names · length²).</remarks>
    public static string? Find(string given, IEnumerable<string> legal)
    {
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(legal);
        string? best = null;
        int bestDistance = int.MaxValue;
        foreach (string name in legal)
        {
            int distance = Distance(given, name);
            if (distance >= bestDistance || 2 * distance > Math.Max(given.Length, name.Length)) continue;
            (best, bestDistance) = (name, distance);
        }
        return best;
    }

    /// <summary>" Did you mean 'x'?", or nothing when no name is near: the tail of an error message.</summary>
    internal static string Hint(string given, IEnumerable<string> legal) =>
        Find(given, legal) is { } name ? $" Did you mean '{name}'?" : "";

    internal static int Distance(string a, string b)
    {
        int[,] d = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++) d[i, 0] = i;
        for (int j = 0; j <= b.Length; j++) d[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int replace = d[i - 1, j - 1] + (Same(a[i - 1], b[j - 1]) ? 0 : 1);
                d[i, j] = Math.Min(replace, Math.Min(d[i - 1, j], d[i, j - 1]) + 1);
                bool swapped = i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]);
                if (swapped) d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }
        return d[a.Length, b.Length];
    }

    private static bool Same(char x, char y) => char.ToLowerInvariant(x) == char.ToLowerInvariant(y);
}
