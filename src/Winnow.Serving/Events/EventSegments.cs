using System.Globalization;

namespace Winnow.Serving;

/// <summary>The files of a log: each is named after the position of its first event.</summary>
internal static class EventSegments
{
    private const string Prefix = "events-", Suffix = ".jsonl";

    /// <summary>The file that begins with a position.</summary>
    public static string PathOf(string directory, long first) =>
        Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{first:D19}{Suffix}"));

    /// <summary>The files in order, with the position of their first event.</summary>
    public static List<(long First, string Path)> In(string directory)
    {
        List<(long First, string Path)> found = [];
        foreach (string path in Directory.EnumerateFiles(directory, $"{Prefix}*{Suffix}"))
        {
            string digits = Path.GetFileName(path)[Prefix.Length..^Suffix.Length];
            if (long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long first)) found.Add((first, path));
        }
        found.Sort((a, b) => a.First.CompareTo(b.First));
        return found;
    }
}
