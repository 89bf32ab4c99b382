namespace Winnow.Data;

/// <summary>One column of a schema: what it is, and how its text becomes a key or a number.</summary>
public sealed record Column
{
    /// <summary>Ids kept of a sequence for which the schema states no length.</summary>
    public const int DefaultSequenceLength = 50;

    private readonly string? _source, _table;
    private readonly int? _maxLength;

    /// <summary>Makes a column.</summary>
    /// <param name="name">Its name, unique within the schema.</param>
    /// <param name="kind">What it is to a model.</param>
    public Column(string name, ColumnKind kind)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        (Name, Kind) = (name, kind);
    }

    /// <summary>Name of the feature, unique within the schema.</summary>
    public string Name { get; init; }

    /// <summary>What the column is to a model.</summary>
    public ColumnKind Kind { get; init; }

    /// <summary>Name of the column in the file; <see cref="Name"/> unless set. Two features may read one column.</summary>
    public string Source { get => _source ?? Name; init => _source = value; }

    /// <summary>Columns with one table share keys, vocabulary and embedding rows; <see cref="Name"/> unless set.</summary>
    public string Table { get => _table ?? Name; init => _table = value; }

    /// <summary>How ids become keys. All columns of a table must agree.</summary>
    public IdEncoding Encoding { get; init; } = IdEncoding.Vocabulary;

    /// <summary>With a vocabulary: ids seen fewer times than this in the training data count as unknown; at least 1.</summary>
    public int MinCount { get; init; } = 1;

    /// <summary>What is done to numbers.</summary>
    public NumberTransform Transform { get; init; } = NumberTransform.None;

    /// <summary>Number of quantile buckets, 2–65 536; with <see cref="NumberTransform.QuantileBuckets"/> only.</summary>
    public int Buckets { get; init; } = 32;

    /// <summary>What a missing value becomes.</summary>
    public MissingRule Missing { get; init; } = MissingRule.Default;

    /// <summary>How the vectors of several ids in one cell become one.</summary>
    public Pooling Pooling { get; init; } = Pooling.Mean;

    /// <summary>What stands between the ids of a list or sequence inside one text cell: one ASCII character.</summary>
    public char Separator { get; init; } = '|';

    /// <summary>Most ids kept a cell, 0 = all: the first ones of a list, the last ones of a sequence.</summary>
    public int MaxLength { get => _maxLength ?? (Kind == ColumnKind.Sequence ? DefaultSequenceLength : 0); init => _maxLength = value; }

    /// <summary>Whether the ids of a list carry a weight each (<c>id:weight</c>, always so in libsvm and libffm lists).</summary>
    public bool Weighted { get; init; }

    /// <summary>For labels: the text that counts as 1, all others count as 0. Null: the label is a number.</summary>
    public string? Positive { get; init; }

    /// <summary>For labels: numbers of at least this count as 1, smaller ones as 0. Null: see <see cref="Target"/>.</summary>
    public double? Threshold { get; init; }

    /// <summary>For labels without <see cref="Positive"/> and <see cref="Threshold"/>: what numbers are accepted.</summary>
    public LabelTarget Target { get; init; } = LabelTarget.Binary;

    /// <summary>Whether the column gives keys: ids, lists, sequences and bucketed numbers.</summary>
    public bool IsIdFeature => Kind is ColumnKind.Id or ColumnKind.IdList or ColumnKind.Sequence || IsBucketed;

    /// <summary>Whether the column gives one float a row.</summary>
    public bool IsDenseFeature => Kind == ColumnKind.Dense && !IsBucketed;

    /// <summary>Whether a cell may hold any number of keys.</summary>
    public bool IsMultiValued => Kind is ColumnKind.IdList or ColumnKind.Sequence;

    /// <summary>Whether the column is a number that becomes an id by its quantile.</summary>
    public bool IsBucketed => Kind == ColumnKind.Dense && Transform == NumberTransform.QuantileBuckets;

    /// <summary><see cref="Missing"/> with the default of the column's kind filled in.</summary>
    public MissingRule EffectiveMissing =>
        Missing != MissingRule.Default ? Missing : IsDenseFeature ? MissingRule.Mean : MissingRule.None;
}
