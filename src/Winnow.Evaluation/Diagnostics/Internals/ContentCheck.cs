using System.Globalization;
using Winnow.Data;
using Winnow.Numerics;

namespace Winnow.Evaluation.Internals;

/// <summary>Whether the content of items and users can tell them apart.</summary>
internal static class ContentCheck
{
    public static IEnumerable<SplitCheck> Of(InteractionSplit split)
    {
        if (split.Train.ItemFeatures is { } items) yield return Of("item content", "items", items, split.Train.Items.Count);
        if (split.Train.UserFeatures is { } users) yield return Of("user content", "users", users, split.Train.Users.Count);
    }

    private static SplitCheck Of(string name, string rows, CsrMatrix content, int expected)
    {
        int[] counts = new int[content.Cols];
        foreach (int column in content.Columns) counts[column]++;
        int empty = Enumerable.Range(0, content.Rows).Count(r => content.RowLength(r) == 0);
        int unused = counts.Count(c => c == 0), full = counts.Count(c => c == content.Rows), constant = Constant(content, counts), alike = DistinctRows(content);
        double density = content.Rows == 0 || content.Cols == 0 ? 0 : (double)content.Entries / content.Rows / content.Cols;
        string finding = string.Create(CultureInfo.InvariantCulture, $"{content.Rows:N0} {rows} × {content.Cols:N0} features, density {density:P2}, {alike:N0} different rows");
        List<string> doubts = [];
        if (empty > 0) doubts.Add($"{empty:N0} {rows} without any feature");
        if (unused > 0) doubts.Add($"{unused:N0} features nobody has");
        if (full > 0) doubts.Add($"{full:N0} features all have{(constant > 0 ? $", {constant:N0} of them with the same value" : "")}");
        if (content.Entries > 0 && content.Values.ContainsAnyExceptInRange(float.MinValue, float.MaxValue)) doubts.Add("values that are not finite");
        bool broken = content.Rows != expected || full == content.Cols || alike <= 1;
        if (content.Rows != expected) doubts.Add($"{expected:N0} rows were expected, one for each of the {rows}");
        CheckVerdict verdict = broken ? CheckVerdict.Fault : full + empty > 0 || doubts.Any(d => d.StartsWith("values", StringComparison.Ordinal)) ? CheckVerdict.Warning : CheckVerdict.Ok;
        return new SplitCheck(name, verdict, finding + (doubts.Count == 0 ? "." : $"; {string.Join("; ", doubts)}.") + (broken ? " It tells nothing apart: read it again." : ""))
        {
            Figures = new Dictionary<string, double>
            {
                ["rows"] = content.Rows, ["features"] = content.Cols, ["density"] = density, ["differentRows"] = alike, ["emptyRows"] = empty,
                ["unusedFeatures"] = unused, ["fullFeatures"] = full, ["constantFeatures"] = constant,
            },
        };
    }

    /// <summary>Features that all rows have with the same value.</summary>
    private static int Constant(CsrMatrix content, int[] counts)
    {
        float[] first = new float[content.Cols];
        bool[] seen = new bool[content.Cols], varies = new bool[content.Cols];
        for (int at = 0; at < content.Entries; at++)
        {
            int column = content.Columns[at];
            float value = content.IsBinary ? 1 : content.Values[at];
            varies[column] |= seen[column] && first[column] != value;
            (first[column], seen[column]) = (value, true);
        }
        return Enumerable.Range(0, content.Cols).Count(c => counts[c] == content.Rows && content.Rows > 0 && !varies[c]);
    }

    private static int DistinctRows(CsrMatrix content)
    {
        HashSet<(ulong, ulong)> seen = [];
        for (int row = 0; row < content.Rows; row++)
        {
            ulong a = 17, b = 31;
            ReadOnlySpan<int> columns = content.Row(row);
            for (int i = 0; i < columns.Length; i++)
            {
                ulong value = content.IsBinary ? 1 : BitConverter.SingleToUInt32Bits(content.RowValues(row)[i]);
                a = (a ^ ((ulong)(uint)columns[i] << 32 | value)) * 0x9E37_79B9_7F4A_7C15;
                a ^= a >> 29;
                b = (b + a) * 0xD6E8_FEB8_6659_FD93;
                b ^= b >> 32;
            }
            seen.Add((a, b));
        }
        return seen.Count;
    }
}
