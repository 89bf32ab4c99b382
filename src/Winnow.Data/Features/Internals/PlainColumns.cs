namespace Winnow.Data;

/// <summary>The columns that need no fitting: label, weight, group and time.</summary>
internal static class PlainColumns
{
    public static IEnumerable<ValueColumn> Of(FeatureSchema schema, int[] sources, bool needLabel)
    {
        foreach ((int i, Column column) in schema.Columns.Index())
        {
            if (column.Kind == ColumnKind.Label) yield return new LabelColumn(column, sources[i], needLabel);
            if (column.Kind == ColumnKind.Weight) yield return new WeightColumn(sources[i]);
            if (column.Kind == ColumnKind.Time) yield return new TimeColumn(sources[i]);
            if (column == schema.Group) yield return new GroupColumn(sources[i]);
        }
        if (schema.Label is null) yield return new NoLabelColumn();
    }

    /// <summary>A schema without a label: every label is NaN.</summary>
    private sealed class NoLabelColumn() : ValueColumn(-1)
    {
        public override void Encode(RecordBlock block, int first, int count, Batch batch, RowMarks marks) => batch.Labels.Slice(first, count).Fill(float.NaN);
    }
}
