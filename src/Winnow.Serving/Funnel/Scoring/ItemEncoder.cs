using Winnow.Data;

namespace Winnow.Serving;

/// <summary>Encodes what belongs to items by the item side of a plan. For one thread at a time.</summary>
internal sealed class ItemEncoder : IDisposable
{
    private readonly string[] _sources;
    private readonly RecordBuilder _builder;
    private readonly RecordEncoder _encoder;

    public ItemEncoder(FeaturePlan itemPlan)
    {
        _builder = new RecordBuilder(itemPlan.Schema);
        _sources = [.. _builder.Block.Columns.Where(c => c != ColumnSides.Item)];
        ReadsItem = _builder.Block.Columns.Contains(ColumnSides.Item);
        _encoder = itemPlan.NewEncoder(_builder.Block.Columns, "item", needLabel: false);
        Batch = new Batch(itemPlan.Layout);
    }

    /// <summary>What was encoded last.</summary>
    public Batch Batch { get; }

    private bool ReadsItem { get; }

    /// <summary>Encodes one item into <see cref="Batch"/>.</summary>
    /// <returns>False if a feature could not be read; it was encoded from its id alone.</returns>
    /// <exception cref="ArgumentException">The plan refuses even that.</exception>
    public bool Encode(string id, FeatureValues features)
    {
        if (TryEncode(id, features)) return true;
        if (TryEncode(id, FeatureValues.Empty)) return false;
        throw new ArgumentException($"Item '{id}' lacks a feature that the model demands (missing: reject), or has a malformed one. The model reads of items: {string.Join(", ", _sources)}.");
    }

    /// <summary>Encodes several items into <see cref="Batch"/>.</summary>
    /// <returns>False if a feature of one of them could not be read: encode them one by one.</returns>
    public bool TryEncode(EntityFeatures items, int first, int count)
    {
        _builder.Clear();
        for (int i = first; i < first + count; i++) Add(items.Ids[i], items[i]);
        _encoder.Transform(_builder.Block, Batch);
        return Batch.Rows == count;
    }

    public void Dispose()
    {
        _builder.Dispose();
        _encoder.Dispose();
        Batch.Dispose();
    }

    private bool TryEncode(string id, FeatureValues features)
    {
        _builder.Clear();
        Add(id, features);
        _encoder.Transform(_builder.Block, Batch);
        return Batch.Rows == 1;
    }

    private void Add(string id, FeatureValues features)
    {
        _builder.Begin();
        if (ReadsItem) _builder.Set(ColumnSides.Item, id);
        foreach (string source in _sources) features[source].SetIn(_builder, source);
        _builder.End();
    }
}
