namespace Winnow.Data;

/// <summary>How raw records become keys and numbers, fitted on training data: vocabularies, means, quantile edges. Saved with the
/// model and used unchanged by training, scoring and serving. Immutable, safe from any thread.</summary>
public sealed partial class FeaturePlan
{
    private readonly IReadOnlyDictionary<string, Vocabulary> _vocabularies;
    private readonly IReadOnlyDictionary<string, NumberPlan> _numbers;

    internal FeaturePlan(
        FeatureSchema schema, IReadOnlyDictionary<string, Vocabulary> vocabularies, IReadOnlyDictionary<string, NumberPlan> numbers, long rows)
    {
        (Schema, _vocabularies, _numbers, Rows) = (schema, vocabularies, numbers, rows);
    }

    /// <summary>The schema the plan was fitted for.</summary>
    public FeatureSchema Schema { get; }

    /// <summary>The shape of the batches it makes.</summary>
    public BatchLayout Layout => Schema.Layout;

    /// <summary>Number of rows it was fitted on.</summary>
    public long Rows { get; }

    /// <summary>The vocabulary of a table; null for tables without: hashed ids and buckets.</summary>
    public Vocabulary? VocabularyOf(string table) => _vocabularies.GetValueOrDefault(table);

    /// <summary>What is done to a number column.</summary>
    /// <param name="column">Name of a column of kind <see cref="ColumnKind.Dense"/>.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public NumberPlan NumberOf(string column) => _numbers.GetValueOrDefault(column)
        ?? throw new ArgumentException($"'{column}' is no number column of this plan.{NearestName.Hint(column, _numbers.Keys)}", nameof(column));

    /// <summary>Number of different keys a feature can take, "unknown" and "missing" included; null for hashed ids.</summary>
    /// <param name="feature">An id feature of the schema.</param>
    public int? KeysOf(Column feature)
    {
        ArgumentNullException.ThrowIfNull(feature);
        int missing = feature.EffectiveMissing == MissingRule.Own ? 1 : 0;
        if (feature.IsBucketed) return NumberOf(feature.Name).Edges.Count + 1 + missing;
        return VocabularyOf(feature.Table)?.Count + 1 + missing;
    }

    /// <summary>An encoder for records of the given columns.</summary>
    /// <param name="columns">Names of the columns of the records, in order.</param>
    /// <param name="source">Name of the source for messages.</param>
    /// <param name="needLabel">Whether rows must have a label; otherwise a missing one is NaN: for scoring.</param>
    /// <exception cref="SchemaMismatchException">A column of the schema is missing, or a column is not in the schema.</exception>
    public RecordEncoder NewEncoder(IReadOnlyList<string> columns, string source = "records", bool needLabel = true)
    {
        ArgumentNullException.ThrowIfNull(columns);
        int[] sources = ColumnBinding.Of(Schema, columns, source, needLabel);
        List<KeyColumn> keys = [];
        List<ValueColumn> values = [];
        foreach ((int i, Column column) in Schema.Columns.Index())
        {
            if (column.IsIdFeature) keys.Add(KeysFor(column, sources[i]));
            if (column.IsDenseFeature) values.Add(new DenseColumn(column, sources[i], values.OfType<DenseColumn>().Count(), NumberOf(column.Name)));
        }
        values.AddRange(PlainColumns.Of(Schema, sources, needLabel));
        MissingTokens missing = new(Schema.Format?.MissingTokens ?? [], [.. sources.Where(s => s >= 0).Distinct()]);
        return new RecordEncoder(Layout, [.. keys], [.. values], missing);
    }

    /// <summary>The plan of some of the features: it makes the same keys and numbers of them as this one, in batches that hold nothing else.</summary>
    /// <param name="features">Features of the schema, at least one.</param>
    /// <remarks>A server encodes what belongs to an item once a release and what belongs to a request once a request.</remarks>
    public FeaturePlan Part(IReadOnlyList<Column> features) =>
        new(new FeatureSchema(features, Schema.Format, ignoreOthers: true), _vocabularies, _numbers, Rows);

    private KeyColumn KeysFor(Column column, int source)
    {
        ulong salt = FeatureKey.Salt(column.Table);
        if (column.IsBucketed) return new BucketKeyColumn(column, source, salt, NumberOf(column.Name));
        return VocabularyOf(column.Table) is { } vocabulary
            ? new TextKeyColumn<VocabularyKeys>(column, source, salt, new VocabularyKeys(vocabulary))
            : new TextKeyColumn<HashKeys>(column, source, salt, new HashKeys(salt));
    }
}
