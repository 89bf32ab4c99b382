namespace Winnow.Data;

/// <summary>Finds out what the columns of ranking examples are to a model.</summary>
public static class ExampleSchema
{
    /// <summary>Texts of which more than this share differ from entity to entity are names: they say what the id says already.</summary>
    private const double NameShare = 0.5;

    /// <summary>As many different texts are always worth a key each.</summary>
    private const int FewTexts = 64;

    /// <summary>A schema for the examples of a log.</summary>
    /// <param name="items">Features of the items; null: there are none.</param>
    /// <param name="users">Features of the users; null: there are none.</param>
    /// <param name="history">Most items of a history.</param>
    /// <param name="hasTimes">Whether there is a column with the time.</param>
    /// <returns><c>user</c> and <c>item</c> are ids, <c>history</c> is a sequence that shares the table of <c>item</c>, lists are pooled,
    /// texts are ids unless they are names (titles), which are not read, numbers become quantile buckets; <c>time</c> is not read. Rows are
    /// grouped by user.</returns>
    public static FeatureSchema Infer(EntityFeatures? items, EntityFeatures? users, int history, bool hasTimes)
    {
        List<Column> columns =
        [
            new(ExampleColumns.User, ColumnKind.Id),
            new(ExampleColumns.Item, ColumnKind.Id),
            new(ExampleColumns.History, ColumnKind.Sequence) { Table = ExampleColumns.Item, MaxLength = history },
        ];
        foreach (EntityFeatures entities in new[] { items, users }.OfType<EntityFeatures>())
            columns.AddRange(entities.Names.Select(name => ColumnOf(name, entities)));
        if (hasTimes) columns.Add(new Column(ExampleColumns.Time, ColumnKind.Ignore));
        columns.Add(new Column(ExampleColumns.Label, ColumnKind.Label));
        return new FeatureSchema(columns, group: ExampleColumns.User);
    }

    private static Column ColumnOf(string name, EntityFeatures entities)
    {
        HashSet<string> texts = new(StringComparer.Ordinal);
        bool lists = false, numbers = true;
        int with = 0;
        for (int i = 0; i < entities.Count; i++)
        {
            FeatureValue value = entities[i][name];
            if (value.IsMissing) continue;
            with++;
            lists |= value.IsList;
            numbers &= value.Kind == FeatureKind.Number;
            if (!value.IsList) texts.Add(value.Texts[0]);
        }
        if (lists) return new Column(name, ColumnKind.IdList);
        if (numbers) return new Column(name, ColumnKind.Dense) { Transform = NumberTransform.QuantileBuckets };
        return new Column(name, texts.Count > Math.Max(FewTexts, NameShare * with) ? ColumnKind.Ignore : ColumnKind.Id);
    }
}
