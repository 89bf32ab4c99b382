namespace Winnow.Data;

/// <summary>What must hold within a schema; written once for schemas from YAML and from code.</summary>
internal static class SchemaRules
{
    public static IEnumerable<SchemaFault> Check(FeatureSchema schema, string? group) =>
    [
        .. Columns(schema), .. Uniqueness(schema), .. Tables(schema), .. Groups(schema, group), .. Formats(schema),
    ];

    private static IEnumerable<SchemaFault> Columns(FeatureSchema schema)
    {
        if (schema.Columns.Count == 0) yield return new(-1, "columns", "The schema has no columns; list at least one.");
        for (int i = 0; i < schema.Columns.Count; i++)
        {
            foreach ((string key, string message) in Column(schema.Columns[i]))
                yield return new(i, key, $"Column '{schema.Columns[i].Name}': {message}");
        }
    }

    private static IEnumerable<(string Key, string Message)> Column(Column c)
    {
        bool label = c.Kind == ColumnKind.Label, number = c.Kind == ColumnKind.Dense;
        if (c.MinCount < 1) yield return ("minCount", $"minCount is {c.MinCount}; expected at least 1.");
        if (c.MaxLength < 0) yield return ("maxLength", $"maxLength is {c.MaxLength}; expected at least 0 (0 keeps all).");
        if (c.MaxLength > 0 && !c.IsMultiValued) yield return ("maxLength", "maxLength is for the kinds idList and sequence.");
        if (c.Weighted && !c.IsMultiValued) yield return ("weighted", "weighted is for the kinds idList and sequence.");
        if (c.IsMultiValued && (c.Separator is < ' ' and not '\t' || c.Separator > '~' || (c.Weighted && c.Separator == ':')))
            yield return ("separator", "separator must be one printable ASCII character or a tab, and not ':' when weighted.");
        if (c.IsBucketed && c.Buckets is < 2 or > 65_536) yield return ("buckets", $"buckets is {c.Buckets}; expected 2 to 65536.");
        if (!number && c.Transform != NumberTransform.None) yield return ("transform", "transform is for the kind dense.");
        if (c.Kind is ColumnKind.Dense && !c.IsBucketed && c.Table != c.Name) yield return ("table", "numbers have no table.");
        if (!label && (c.Positive is not null || c.Threshold is not null)) yield return ("kind", "positive and threshold are for the kind label.");
        if (c.Positive is not null && c.Threshold is not null) yield return ("threshold", "give positive or threshold, not both.");
        if (c.Missing is MissingRule.None or MissingRule.Own && !c.IsIdFeature) yield return ("missing", "missing none|own is for ids and buckets; numbers take mean, zero or reject.");
        if (c.Missing is MissingRule.Mean or MissingRule.Zero && !c.IsDenseFeature) yield return ("missing", "missing mean|zero is for numbers; ids and buckets take none, own or reject.");
    }

    private static IEnumerable<SchemaFault> Uniqueness(FeatureSchema schema)
    {
        HashSet<string> seen = [];
        foreach ((int i, Column c) in schema.Columns.Index())
            if (!seen.Add(c.Name)) yield return new(i, "name", $"Column '{c.Name}' is listed twice; names must differ (`source` lets two features read one column).");
        foreach (ColumnKind kind in (ColumnKind[])[ColumnKind.Label, ColumnKind.Weight, ColumnKind.Time, ColumnKind.Group])
        {
            foreach ((int i, Column c) in schema.Columns.Index().Where(c => c.Item.Kind == kind).Skip(1))
                yield return new(i, "kind", $"Column '{c.Name}' is a second {YamlNames.Of(kind)}; expected at most one.");
        }
    }

    private static IEnumerable<SchemaFault> Tables(FeatureSchema schema)
    {
        Dictionary<string, Column> first = [];
        foreach ((int i, Column c) in schema.Columns.Index().Where(c => c.Item.IsIdFeature))
        {
            if (first.TryAdd(c.Table, c)) continue;
            Column other = first[c.Table];
            if (c.IsBucketed || other.IsBucketed)
                yield return new(i, "table", $"Column '{c.Name}' shares table '{c.Table}' with '{other.Name}'; bucketed numbers share no table.");
            else if (c.Encoding != other.Encoding || c.MinCount != other.MinCount)
                yield return new(i, "table", $"Columns '{other.Name}' and '{c.Name}' share table '{c.Table}' but differ in encoding or minCount.");
        }
    }

    private static IEnumerable<SchemaFault> Groups(FeatureSchema schema, string? group)
    {
        if (group is not null && schema.Group is null)
            yield return new(-1, "group", $"Group column '{group}' is not listed.{NearestName.Hint(group, schema.Columns.Select(c => c.Name))}");
        else if (schema.Group is { Kind: not (ColumnKind.Group or ColumnKind.Id) } g)
            yield return new(-1, "group", $"Group column '{g.Name}' is of kind {YamlNames.Of(g.Kind)}; expected id or group.");
    }

    private static IEnumerable<SchemaFault> Formats(FeatureSchema schema)
    {
        if (schema.Format is not { } format) yield break;
        if (format.Delimiter is '"' or '\n' or '\r' or '\0' or > '~')
            yield return new(-1, "format", "The delimiter must be one ASCII character other than a quote or a line break.");
        if (format.Positional && format.Kind != FileKind.LibSvm)
            yield return new(-1, "format", "positional is for libSvm; other formats name or number their columns themselves.");
    }
}
