namespace Winnow.Data;

/// <summary>Which column of a file each column of a schema reads.</summary>
internal static class ColumnBinding
{
    /// <summary>For each column of the schema the index of its source in the file; −1 for ignored ones, and for a label the file lacks
    /// and may lack.</summary>
    /// <exception cref="SchemaMismatchException">The file lacks a column, or has one the schema does not name.</exception>
    public static int[] Of(FeatureSchema schema, IReadOnlyList<string> columns, string source, bool needLabel)
    {
        List<string> faults = [];
        int[] found = new int[schema.Columns.Count];
        foreach ((int i, Column column) in schema.Columns.Index())
        {
            found[i] = column.Kind == ColumnKind.Ignore ? -1 : IndexOf(columns, column.Source);
            bool optional = column.Kind == ColumnKind.Ignore || (column.Kind == ColumnKind.Label && !needLabel);
            if (found[i] < 0 && !optional)
                faults.Add($"The schema's column '{column.Name}' reads '{column.Source}', which '{source}' does not have.{NearestName.Hint(column.Source, columns)}");
        }
        if (!schema.IgnoreOthers) faults.AddRange(Unnamed(schema, columns, source));
        return faults.Count == 0 ? found : throw new SchemaMismatchException(faults);
    }

    private static IEnumerable<string> Unnamed(FeatureSchema schema, IReadOnlyList<string> columns, string source)
    {
        string[] known = [.. schema.Columns.Select(c => c.Source)];
        foreach (string column in columns.Except(known))
        {
            yield return $"'{source}' has a column '{column}' that the schema does not name.{NearestName.Hint(column, known)} "
                + "List it with `kind: ignore`, or say `others: ignore`.";
        }
    }

    private static int IndexOf(IReadOnlyList<string> columns, string name)
    {
        for (int i = 0; i < columns.Count; i++)
            if (columns[i] == name) return i;
        return -1;
    }
}
