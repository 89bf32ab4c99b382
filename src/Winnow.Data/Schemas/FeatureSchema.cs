namespace Winnow.Data;

/// <summary>The columns of a data set and what each is to a model. Immutable; checked when made.</summary>
public sealed partial class FeatureSchema
{
    /// <summary>Makes a schema from its columns, in the order of the file when that has no header.</summary>
    /// <param name="columns">At least one column; names distinct.</param>
    /// <param name="format">How the file is written; null: found out from the file.</param>
    /// <param name="group">Name of the column rows are grouped by in per-group metrics (GAUC), often the user's id feature;
    /// null: the column of kind <see cref="ColumnKind.Group"/>, if there is one.</param>
    /// <param name="ignoreOthers">Whether columns of the file that the schema does not name are skipped; otherwise an error.</param>
    /// <exception cref="ArgumentException">The columns contradict one another; the message lists every fault.</exception>
    public FeatureSchema(IReadOnlyList<Column> columns, FileFormat? format = null, string? group = null, bool ignoreOthers = false)
        : this(columns, format, group, ignoreOthers, out IReadOnlyList<SchemaFault> faults)
    {
        if (faults.Count > 0) throw new ArgumentException(string.Join('\n', faults.Select(f => f.Message)), nameof(columns));
    }

    private FeatureSchema(
        IReadOnlyList<Column> columns, FileFormat? format, string? group, bool ignoreOthers, out IReadOnlyList<SchemaFault> faults)
    {
        ArgumentNullException.ThrowIfNull(columns);
        (Columns, Format, IgnoreOthers) = ([.. columns], format, ignoreOthers);
        Group = Columns.FirstOrDefault(c => group is null ? c.Kind == ColumnKind.Group : c.Name == group);
        IdFeatures = [.. Columns.Where(c => c.IsIdFeature)];
        DenseFeatures = [.. Columns.Where(c => c.IsDenseFeature)];
        Tables = [.. IdFeatures.Select(c => c.Table).Distinct()];
        Layout = BatchLayout.Of(this);
        faults = [.. SchemaRules.Check(this, group)];
    }

    /// <summary>All columns, in the order written.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary>How the file is written; null: found out from the file.</summary>
    public FileFormat? Format { get; }

    /// <summary>Whether columns of the file that the schema does not name are skipped.</summary>
    public bool IgnoreOthers { get; }

    /// <summary>The columns that give keys, in order: feature f of a <see cref="Batch"/> is <c>IdFeatures[f]</c>.</summary>
    public IReadOnlyList<Column> IdFeatures { get; }

    /// <summary>The columns that give floats, in order: dense column d of a <see cref="Batch"/> is <c>DenseFeatures[d]</c>.</summary>
    public IReadOnlyList<Column> DenseFeatures { get; }

    /// <summary>The distinct tables of the id features, in order of first appearance.</summary>
    public IReadOnlyList<string> Tables { get; }

    /// <summary>The shape of the batches of this schema.</summary>
    public BatchLayout Layout { get; }

    /// <summary>The label, or null.</summary>
    public Column? Label => Only(ColumnKind.Label);

    /// <summary>The row weight, or null.</summary>
    public Column? Weight => Only(ColumnKind.Weight);

    /// <summary>The time of the event, or null.</summary>
    public Column? Time => Only(ColumnKind.Time);

    /// <summary>The column rows are grouped by in per-group metrics, or null. May also be an id feature.</summary>
    public Column? Group { get; }

    /// <summary>The column of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message names the nearest.</exception>
    public Column this[string name] => Columns.FirstOrDefault(c => c.Name == name)
        ?? throw new ArgumentException($"The schema has no column '{name}'.{NearestName.Hint(name, Columns.Select(c => c.Name))}");

    private Column? Only(ColumnKind kind) => Columns.FirstOrDefault(c => c.Kind == kind);
}
