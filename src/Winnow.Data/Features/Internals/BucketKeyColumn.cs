namespace Winnow.Data;

/// <summary>A number that becomes an id by the quantile bucket it falls into.</summary>
internal sealed unsafe class BucketKeyColumn(Column column, int source, ulong salt, NumberPlan plan) : KeyColumn(column, source, salt)
{
    private readonly ulong[] _keys =
        [.. Enumerable.Range(0, plan.Edges.Count + 1).Select(b => FeatureKey.OfCode(salt, FeatureKey.FirstEntryCode + (uint)b))];

    public override void EncodeSingle(RecordBlock block, int first, int count, ulong* target, int stride, RowMarks marks)
    {
        for (int i = 0; i < count; i++)
        {
            target[(long)i * stride] = NumberCell.TryRead(block, first + i, Source, marks, out double value)
                ? _keys[plan.Bucket(value)]
                : Missing(block, first + i, marks);
        }
    }

    public override void EncodeLists(RecordBlock block, int first, int count, JaggedKeys target, RowMarks marks) =>
        throw new InvalidOperationException("A bucketed number has one key a row.");
}
