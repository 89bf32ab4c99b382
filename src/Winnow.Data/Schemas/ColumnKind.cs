namespace Winnow.Data;

/// <summary>What a column is to a model.</summary>
public enum ColumnKind
{
    /// <summary>Not read at all.</summary>
    Ignore,

    /// <summary>One id a row (user, item, city): one key.</summary>
    Id,

    /// <summary>Any number of ids a row, in no order (genres, words): pooled; may carry a weight each.</summary>
    IdList,

    /// <summary>Ids in time order, oldest first (click history): the last <see cref="Column.MaxLength"/> are kept.</summary>
    Sequence,

    /// <summary>A number; bucketed by quantiles it becomes an id feature.</summary>
    Dense,

    /// <summary>What is to be predicted.</summary>
    Label,

    /// <summary>Weight of the row in the loss and the metrics, a number of at least 0.</summary>
    Weight,

    /// <summary>Time of the event: a whole number in the file's own unit, or an ISO 8601 date, which becomes Unix seconds (UTC).</summary>
    Time,

    /// <summary>What rows are grouped by in per-group metrics, and nothing else; see <see cref="FeatureSchema.Group"/>.</summary>
    Group,
}
