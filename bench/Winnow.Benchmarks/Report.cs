using System.Text;
using System.Text.Json;

namespace Winnow.Benchmarks;

/// <summary>The table of one benchmark on one machine, as text, Markdown or JSON.</summary>
internal sealed record Report(string Name, string Machine, IReadOnlyList<BenchmarkRow> Rows)
{
    private static readonly string[] s_head = ["case", "ours", "reference", "of", "ratio", "unit"];

    internal string ToJson()
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("name", Name);
            json.WriteString("machine", Machine);
            json.WriteStartArray("rows");
            foreach (BenchmarkRow row in Rows)
            {
                json.WriteStartObject();
                json.WriteString("case", row.Case);
                WriteNumber(json, "ours", row.Ours);
                WriteNumber(json, "reference", row.Reference);
                json.WriteString("of", row.Of);
                WriteNumber(json, "ratio", row.Ratio);
                json.WriteString("unit", row.Unit);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    internal string ToText()
    {
        List<string[]> lines = [s_head, .. Rows.Select(Cells)];
        int[] widths = [.. Enumerable.Range(0, s_head.Length).Select(i => lines.Max(line => line[i].Length))];
        StringBuilder text = new();
        text.AppendLine($"{Name} on {Machine}").AppendLine();
        foreach (string[] line in lines)
        {
            for (int i = 0; i < line.Length; i++)
                text.Append(IsNumber(i) ? line[i].PadLeft(widths[i]) : line[i].PadRight(widths[i])).Append("  ");
            text.Length -= 2;
            text.AppendLine();
        }
        return text.ToString();
    }

    internal string ToMarkdown(string summary)
    {
        StringBuilder text = new();
        text.AppendLine($"# {Name}").AppendLine();
        text.AppendLine(summary).AppendLine();
        text.AppendLine($"- Machine: {Machine}").AppendLine($"- Command: `./bench/run {Name} --save`");
        if (Benchmarks.Machine.Load is { } load) text.AppendLine($"- Load average at the end, this run included: {load}");
        text.AppendLine();
        text.AppendLine($"| {string.Join(" | ", s_head)} |");
        text.AppendLine($"|{string.Join("|", Enumerable.Range(0, s_head.Length).Select(i => IsNumber(i) ? "--:" : "---"))}|");
        foreach (BenchmarkRow row in Rows) text.AppendLine($"| {string.Join(" | ", Cells(row))} |");
        return text.ToString();
    }

    private static bool IsNumber(int column) => column is 1 or 2 or 4;

    private static string[] Cells(BenchmarkRow row) =>
        [row.Case, Format(row.Ours), Format(row.Reference), row.Of, Format(row.Ratio), row.Unit];

    private static string Format(double x) => x switch
    {
        double.NaN => "–",
        >= 10_000 => x.ToString("N0"),
        >= 100 => x.ToString("F0"),
        >= 10 => x.ToString("F1"),
        _ => x.ToString("F2"),
    };

    private static void WriteNumber(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value)) json.WriteNumber(name, Math.Round(value, 4));
        else json.WriteNull(name);
    }
}
