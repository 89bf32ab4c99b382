using System.Diagnostics.CodeAnalysis;
using Winnow.Data;

namespace Winnow.Training.Scoring;

/// <summary>The columns of a ranking model that depend on the item alone, encoded once for all items.</summary>
internal sealed class ItemSide : IDisposable
{
    private readonly BatchLayout _layout;
    private readonly Batch _encoded;
    private readonly bool[] _isItemKey, _isItemDense;

    /// <exception cref="ArgumentException">The plan refuses rows without the columns of the user.</exception>
    public ItemSide(FeaturePlan plan, IdIndex ids, EntityFeatures? features)
    {
        (Count, _layout) = (ids.Count, plan.Layout);
        HashSet<string> sources = [ExampleColumns.Item, .. features?.Names ?? []];
        _isItemKey = [.. plan.Schema.IdFeatures.Select(c => sources.Contains(c.Source))];
        _isItemDense = [.. plan.Schema.DenseFeatures.Select(c => sources.Contains(c.Source))];
        _encoded = new Batch(plan.Layout);
        string[] read = [.. plan.Schema.Columns.Where(c => c.Kind != ColumnKind.Ignore && sources.Contains(c.Source)).Select(c => c.Source).Distinct()];
        using RecordBuilder records = new(plan.Schema);
        using RecordEncoder encoder = plan.NewEncoder(records.Block.Columns, needLabel: false);
        for (int i = 0; i < ids.Count; i++) Add(records, plan.Schema, read, ids[i], features);
        encoder.Transform(records.Block, _encoded);
        if (_encoded.Rows != ids.Count) ThrowRefused(records.Block);
    }

    /// <summary>Number of items.</summary>
    public int Count { get; }

    /// <summary>Puts rows together: the columns of the user as they are, those of the item for each of some items.</summary>
    /// <param name="user">One row with the columns of the user.</param>
    /// <param name="first">The first item.</param>
    /// <param name="count">How many.</param>
    /// <param name="joined">Receives one row an item.</param>
    public void Join(Batch user, int first, int count, Batch joined)
    {
        joined.Resize(count, KeysOf(user, first, count));
        joined.Labels.Fill(float.NaN);
        joined.Weights.Fill(1);
        joined.Groups.Clear();
        joined.Times.Clear();
        int next = 0;
        for (int row = 0; row < count; row++)
        {
            for (int f = 0; f < _layout.Features; f++)
            {
                (Batch from, int at) = _isItemKey[f] ? (_encoded, first + row) : (user, 0);
                Span<ulong> keys = from.Cell(at, f);
                keys.CopyTo(joined.Keys[next..]);
                if (_layout.HasKeyWeights) from.CellWeights(at, f).CopyTo(joined.KeyWeights[next..]);
                next += keys.Length;
                if (_layout.Jagged) joined.Offsets[row * _layout.Features + f + 1] = next;
            }
            for (int d = 0; d < _layout.Dense; d++) joined.Dense[row, d] = _isItemDense[d] ? _encoded.Dense[first + row, d] : user.Dense[0, d];
        }
    }

    public void Dispose() => _encoded.Dispose();

    [DoesNotReturn]
    public static void ThrowRefused(RecordBlock block) => throw new ArgumentException(
        $"The plan refuses the columns of users and items one without the other: {block.BadRows[0]}. Say another rule than `missing: reject` in the schema.");

    private int KeysOf(Batch user, int first, int count)
    {
        if (!_layout.Jagged) return count * _layout.Features;
        int keys = 0;
        for (int f = 0; f < _layout.Features; f++)
        {
            if (!_isItemKey[f]) keys += count * user.Cell(0, f).Length;
            else
                for (int row = 0; row < count; row++) keys += _encoded.Cell(first + row, f).Length;
        }
        return keys;
    }

    private static void Add(RecordBuilder records, FeatureSchema schema, string[] read, string id, EntityFeatures? features)
    {
        records.Begin();
        FeatureValues own = features is not null && features.Ids.TryFind(id, out int index) ? features[index] : FeatureValues.Empty;
        foreach (string name in read)
        {
            if (name == ExampleColumns.Item) records.Set(name, id);
            else own[name].SetIn(records, name);
        }
        if (schema.Time is { } time) records.Set(time.Source, 0L);
        records.End();
    }
}
