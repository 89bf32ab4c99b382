namespace Winnow.Data;

/// <summary>Tells from the first lines of a file how it is written.</summary>
internal static class FormatSniffer
{
    private const int LinesLookedAt = 50;
    private static readonly char[] s_delimiters = ['\t', ',', ';', '|', ' '];

    public static FileFormat Of(FileProbe probe)
    {
        if (probe.Text.Contains((byte)0)) throw new BadDataException($"'{probe.Name}' holds NUL bytes within its first {probe.Length} bytes. Give a UTF-8 text file, or one compressed by gzip.");
        List<string> lines = probe.Lines(LinesLookedAt);
        if (lines.Count == 0) throw new BadDataException($"'{probe.Name}' holds no line. Give a file with at least one row.");
        if (lines.All(l => l.TrimStart().StartsWith('{'))) return new FileFormat { Kind = FileKind.JsonLines };
        if (lines.All(l => Tokens(l, colons: 1))) return new FileFormat { Kind = FileKind.LibSvm };
        if (lines.All(l => Tokens(l, colons: 2))) return new FileFormat { Kind = FileKind.LibFfm };
        char delimiter = Delimiter(lines);
        FileFormat format = new() { Kind = delimiter == '\t' ? FileKind.Tsv : FileKind.Csv, Delimiter = delimiter };
        return format with { Header = LooksLikeHeader(probe.FirstRecord(format)) };
    }

    /// <summary>A number, then tokens with this many colons (a libsvm <c>qid:</c> has one too); at least one token.</summary>
    private static bool Tokens(string line, int colons)
    {
        string[] parts = line.Split('#')[0].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return parts.Length > 1 && double.TryParse(parts[0], out _) && parts.Skip(1).All(p => p.Count(c => c == ':') == colons && char.IsAsciiLetterOrDigit(p[0]));
    }

    /// <summary>The delimiter found equally often in most lines, more often when in doubt; a comma if none is found.</summary>
    private static char Delimiter(List<string> lines)
    {
        return s_delimiters.Select(d => (Delimiter: d, Score: Score(lines, d))).MaxBy(s => s.Score) is { Score: > 0 } best
            ? best.Delimiter
            : ',';
    }

    private static double Score(List<string> lines, char delimiter)
    {
        var counts = lines.Select(l => Outside(l, delimiter)).GroupBy(n => n).MaxBy(g => g.Count())!;
        double share = (double)counts.Count() / lines.Count;
        return counts.Key == 0 ? 0 : share * share * Math.Log(2 + counts.Key);
    }

    /// <summary>How often the delimiter stands outside quotes.</summary>
    private static int Outside(string line, char delimiter)
    {
        int count = 0;
        bool quoted = false;
        foreach (char c in line)
        {
            if (c == '"') quoted = !quoted;
            else if (c == delimiter && !quoted) count++;
        }
        return count;
    }

    /// <summary>Names: filled, distinct, none of them a number.</summary>
    private static bool LooksLikeHeader(List<string>? fields) =>
        fields is not null && fields.Distinct().Count() == fields.Count
        && fields.All(f => !string.IsNullOrWhiteSpace(f) && !double.TryParse(f, out _));
}
