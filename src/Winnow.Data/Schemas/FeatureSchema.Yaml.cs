namespace Winnow.Data;

public sealed partial class FeatureSchema
{
    /// <summary>Reads a schema from YAML.</summary>
    /// <param name="text">The YAML text.</param>
    /// <param name="file">Name for messages.</param>
    /// <exception cref="InvalidYamlException">The text is no schema; every fault with line, column and the nearest legal key.</exception>
    /// <example><code>
    /// format: { kind: csv, header: true }
    /// group: user
    /// columns:
    ///   - { name: user, kind: id, minCount: 2 }
    ///   - { name: genres, kind: idList, separator: "|", pooling: mean }
    ///   - { name: price, kind: dense, transform: log, missing: mean }
    ///   - { name: click, kind: label }
    /// </code></example>
    public static FeatureSchema FromYaml(string text, string file = "schema.yaml")
    {
        YamlSection root = YamlSection.Parse(text, file);
        FeatureSchema? schema = FromYaml(root);
        root.Finish();
        return schema!;
    }

    /// <summary>Reads a schema that is a part of a larger YAML file, such as a recipe.</summary>
    /// <returns>The schema; null if it is faulty, in which case the faults are noted in the section and thrown by
    /// <see cref="YamlSection.Finish"/>.</returns>
    public static FeatureSchema? FromYaml(YamlSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        string? group = section.OptionalText("group");
        bool ignoreOthers = section.Choice("others", OtherColumns.Error) == OtherColumns.Ignore;
        FileFormat? format = section.OptionalSection("format", shorthand: "kind") is { } f ? FormatFrom(f) : null;
        IReadOnlyList<YamlSection> sections = section.Sections("columns");
        List<Column> columns = [.. sections.Select(ColumnFrom)];
        FeatureSchema schema = new(columns, format, group, ignoreOthers, out IReadOnlyList<SchemaFault> faults);
        foreach (SchemaFault fault in faults)
            (fault.Column < 0 ? section : sections[fault.Column]).Fault(fault.Key, fault.Message);
        return faults.Count == 0 ? schema : null;
    }

    /// <summary>The schema as YAML, one column a line, which <see cref="FromYaml(string, string)"/> reads back to the same schema.</summary>
    public string ToYaml() => SchemaText.Write(this);

    /// <summary>Reads how rows are written.</summary>
    internal static FileFormat FormatFrom(YamlSection s) => new()
    {
        Kind = s.Choice<FileKind>("kind"),
        Delimiter = Character(s, "delimiter", ','),
        Header = s.Flag("header", true),
        Quotes = s.Flag("quotes", true),
        Trim = s.Flag("trim", false),
        Positional = s.Flag("positional", false),
        MissingTokens = s.Texts("missing") ?? [],
    };

    private static Column ColumnFrom(YamlSection s)
    {
        string name = s.Text("name");
        ColumnKind kind = s.Choice<ColumnKind>("kind");
        NumberTransform transform = s.Choice("transform", NumberTransform.None);
        return new Column(name.Length == 0 ? "?" : name, kind)
        {
            Source = s.Text("source", name),
            Table = s.Text("table", name),
            Encoding = s.Choice("encoding", IdEncoding.Vocabulary),
            MinCount = s.WholeNumber("minCount", 1, min: 1),
            Transform = transform,
            Buckets = s.WholeNumber("buckets", 32, 2, 65_536),
            Missing = s.Choice("missing", MissingRule.Default),
            Pooling = s.Choice("pooling", Pooling.Mean),
            Separator = Character(s, "separator", '|'),
            MaxLength = s.WholeNumber("maxLength", kind == ColumnKind.Sequence ? Column.DefaultSequenceLength : 0, min: 0),
            Weighted = s.Flag("weighted", false),
            Positive = s.OptionalText("positive"),
            Threshold = s.Has("threshold") ? s.Number("threshold", 0) : null,
            Target = s.Choice("target", LabelTarget.Binary),
        };
    }

    private static char Character(YamlSection s, string key, char fallback)
    {
        if (s.OptionalText(key) is not { } text) return fallback;
        if (text is "tab" or "\\t") return '\t';
        if (text.Length == 1) return text[0];
        s.Fault(key, $"Key '{key}' is '{text}'; expected one character, or `tab`.");
        return fallback;
    }

    private enum OtherColumns
    {
        Error,
        Ignore,
    }
}
