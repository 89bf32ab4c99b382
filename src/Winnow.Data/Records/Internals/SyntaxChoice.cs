namespace Winnow.Data;

/// <summary>Picks the syntax of a file and finds the names of its columns.</summary>
internal static class SyntaxChoice
{
    public static RecordSyntax Of(FileFormat format, FeatureSchema? schema, FileProbe probe) => format.Kind switch
    {
        FileKind.Csv or FileKind.Tsv => new CsvSyntax(format, CsvColumns(format, schema, probe)),
        FileKind.JsonLines => new JsonLinesSyntax(JsonColumns(schema, probe), schema is null || schema.IgnoreOthers),
        FileKind.LibSvm when format.Positional => Positional(schema, probe),
        FileKind.LibSvm => new LibSvmSyntax(schema?.Columns.Any(c => c.Source == LibSvmSyntax.Query) ?? false),
        FileKind.LibFfm => new LibFfmSyntax(schema is null ? LibFfmFields(probe) : Fields(schema)),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format.Kind, "Unknown kind of file."),
    };

    private static IReadOnlyList<string> CsvColumns(FileFormat format, FeatureSchema? schema, FileProbe probe)
    {
        if (!format.Header && schema is not null) return Sources(schema);
        List<string> first = probe.FirstRecord(format)
            ?? throw new BadDataException($"'{probe.Name}' holds no whole row within its first {probe.Length} bytes. Check the file and its quotes.");
        if (!format.Header) return [.. first.Select((_, i) => $"c{i + 1}")];
        CheckHeader(first, probe.Name);
        return first;
    }

    private static void CheckHeader(List<string> names, string file)
    {
        for (int i = 0; i < names.Count; i++)
        {
            if (names[i].Length == 0)
                throw new BadDataException($"Column {i + 1} of '{file}' has no name in the header. Name it, or say `header: false` in the schema's format.");
            int other = names.IndexOf(names[i]);
            if (other < i)
                throw new BadDataException($"Columns {other + 1} and {i + 1} of '{file}' are both named '{names[i]}'. Rename one, or say `header: false` and name the columns in the schema.");
        }
    }

    private static IReadOnlyList<string> JsonColumns(FeatureSchema? schema, FileProbe probe) =>
        schema is not null ? Sources(schema) : JsonLinesSyntax.FindNames(probe.Text, probe.IsComplete);

    private static PositionalLibSvmSyntax Positional(FeatureSchema? schema, FileProbe probe)
    {
        if (schema is null) throw new ArgumentException($"'{probe.Name}' is said to be positional libsvm; a schema must name its columns.");
        IReadOnlyList<string> fields = Fields(schema);
        return new PositionalLibSvmSyntax(fields, [.. fields.Select(f => schema.Columns.First(c => c.Source == f).Kind == ColumnKind.Dense)]);
    }

    private static IReadOnlyList<string> LibFfmFields(FileProbe probe)
    {
        IEnumerable<string> fields = probe.Lines(int.MaxValue).SelectMany(l => l.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Skip(1)).Select(t => t.Split(':')[0]);
        int most = fields.Select(f => int.TryParse(f, out int n) && n < 1_000_000 ? n : 0).DefaultIfEmpty(0).Max();
        return [.. Enumerable.Range(0, most + 1).Select(i => $"f{i}")];
    }

    private static IReadOnlyList<string> Sources(FeatureSchema schema) => [.. schema.Columns.Select(c => c.Source).Distinct()];

    /// <summary>All columns but the label, in the order of the schema.</summary>
    private static IReadOnlyList<string> Fields(FeatureSchema schema) =>
        [.. schema.Columns.Where(c => c.Kind != ColumnKind.Label).Select(c => c.Source).Distinct()];
}
