using System.Globalization;
using System.Text;

namespace Winnow.Data;

/// <summary>Writes a schema as YAML: only what differs from the defaults.</summary>
internal static class SchemaText
{
    private static readonly FileFormat s_plain = new();

    public static string Write(FeatureSchema schema)
    {
        StringBuilder yaml = new();
        if (schema.Format is { } format) yaml.Append("format: ").Append(Flow(FormatEntries(format))).Append('\n');
        if (schema.Group is { Kind: not ColumnKind.Group } group) yaml.Append("group: ").Append(Quoted(group.Name)).Append('\n');
        if (schema.IgnoreOthers) yaml.Append("others: ignore\n");
        yaml.Append("columns:\n");
        foreach (Column column in schema.Columns) yaml.Append("  - ").Append(ColumnLine(column)).Append('\n');
        return yaml.ToString();
    }

    /// <summary>One column as a YAML flow mapping.</summary>
    public static string ColumnLine(Column column) => Flow(ColumnEntries(column));

    private static IEnumerable<(string Key, string Value)> FormatEntries(FileFormat f)
    {
        yield return ("kind", YamlNames.Of(f.Kind));
        if (f.Kind == FileKind.Csv && f.Delimiter != s_plain.Delimiter) yield return ("delimiter", Quoted(f.Delimiter.ToString()));
        if (!f.Header) yield return ("header", "false");
        if (!f.Quotes) yield return ("quotes", "false");
        if (f.Trim) yield return ("trim", "true");
        if (f.Positional) yield return ("positional", "true");
        if (f.MissingTokens.Count > 0) yield return ("missing", $"[{string.Join(", ", f.MissingTokens.Select(Quoted))}]");
    }

    private static IEnumerable<(string Key, string Value)> ColumnEntries(Column c)
    {
        Column plain = new(c.Name, c.Kind);
        yield return ("name", Quoted(c.Name));
        yield return ("kind", YamlNames.Of(c.Kind));
        if (c.Source != c.Name) yield return ("source", Quoted(c.Source));
        if (c.Table != c.Name) yield return ("table", Quoted(c.Table));
        if (c.Encoding != plain.Encoding) yield return ("encoding", YamlNames.Of(c.Encoding));
        if (c.MinCount != plain.MinCount) yield return ("minCount", Number(c.MinCount));
        if (c.Transform != plain.Transform) yield return ("transform", YamlNames.Of(c.Transform));
        if (c.Buckets != plain.Buckets) yield return ("buckets", Number(c.Buckets));
        if (c.Missing != plain.Missing) yield return ("missing", YamlNames.Of(c.Missing));
        if (c.Pooling != plain.Pooling) yield return ("pooling", YamlNames.Of(c.Pooling));
        if (c.Separator != plain.Separator) yield return ("separator", Quoted(c.Separator.ToString()));
        if (c.MaxLength != plain.MaxLength) yield return ("maxLength", Number(c.MaxLength));
        if (c.Weighted) yield return ("weighted", "true");
        if (c.Positive is { } positive) yield return ("positive", Quoted(positive));
        if (c.Threshold is { } threshold) yield return ("threshold", threshold.ToString("R", CultureInfo.InvariantCulture));
        if (c.Target != plain.Target) yield return ("target", YamlNames.Of(c.Target));
    }

    private static string Flow(IEnumerable<(string Key, string Value)> entries) =>
        $"{{ {string.Join(", ", entries.Select(e => $"{e.Key}: {e.Value}"))} }}";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A YAML scalar that reads back as the text: plain where that is safe, else double-quoted.</summary>
    internal static string Quoted(string text)
    {
        bool plain = text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.')
            && char.IsAsciiLetter(text[0]) && text.ToLowerInvariant() is not ("null" or "true" or "false" or "yes" or "no" or "on" or "off");
        return plain ? text : Escaped(text);
    }

    private static string Escaped(string text)
    {
        StringBuilder quoted = new("\"");
        foreach (char c in text)
        {
            if (c is '"' or '\\') quoted.Append('\\').Append(c);
            else if (c is < ' ' or '\x7f' or '\x85' or '\u2028' or '\u2029' or '\ufeff') quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else quoted.Append(c);
        }
        return quoted.Append('"').ToString();
    }
}
