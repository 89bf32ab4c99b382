using System.Collections.Concurrent;
using Winnow.Data;

namespace Winnow.Serving;

/// <summary>The items of a release: ids in memory, the rest in mapped files, changes since packing beside them.</summary>
internal sealed class ItemCatalogue : IItemCatalogue, IDisposable
{
    private readonly PackedFeatures _features;
    private readonly Dictionary<string, ItemAttribute> _attributes;
    private readonly PackedFile? _vectorFile;
    private readonly MappedArray<float> _vectors;
    private readonly ConcurrentDictionary<int, FeatureValues> _changed = new();

    /// <summary>Opens the items of a release.</summary>
    /// <exception cref="Training.Storage.StorageException">A file is missing or damaged.</exception>
    public ItemCatalogue(ReleasePaths paths, ReleaseInfo info)
    {
        using Opening opening = new();
        Ids = PackedTexts.ReadIds(paths.ItemIds);
        if (Ids.Count != info.Items) throw new Training.Storage.StorageException($"{paths.ItemIds} has {Ids.Count} ids, but {info.Items} were packed. Restore the release from a copy, or pack it again.");
        _features = opening.Keep(new PackedFeatures(paths.ItemFeatures));
        _attributes = info.Attributes.Index().ToDictionary(a => a.Item, a => opening.Keep(ItemAttribute.Open(paths.Attribute(a.Index), a.Item, Ids.Count)), StringComparer.Ordinal);
        VectorDimension = info.VectorDimension;
        if (VectorDimension > 0)
        {
            _vectorFile = opening.Keep(PackedFile.Open(paths.ItemVectors));
            _vectors = _vectorFile.Array<float>("vectors", (long)Ids.Count * VectorDimension);
        }
        opening.Done();
    }

    public IdIndex Ids { get; }

    public int VectorDimension { get; }

    public FeatureValues Features(int item) => _changed.TryGetValue(item, out FeatureValues? changed) ? changed : _features[item];

    public IItemAttribute Attribute(string name) => _attributes.TryGetValue(name, out ItemAttribute? attribute) ? attribute
        : throw new ArgumentException($"The release was packed without attribute '{name}'. It has: {string.Join(", ", _attributes.Keys)}. Add it to 'catalogue.attributes' and pack again.", nameof(name));

    public ReadOnlySpan<float> Vector(int item) => VectorDimension == 0 ? [] : _vectors.Slice((long)item * VectorDimension, VectorDimension);

    /// <summary>Takes over changed features of an item.</summary>
    /// <returns>All its features after the change.</returns>
    public FeatureValues Update(int item, FeatureValues changes)
    {
        FeatureValues merged = _changed.AddOrUpdate(item, static (i, s) => s.Catalogue._features[i].With(s.Changes), static (_, old, s) => old.With(s.Changes), (Catalogue: this, Changes: changes));
        foreach (string name in changes.Names)
            if (_attributes.TryGetValue(name, out ItemAttribute? attribute)) attribute.Update(item, merged[name]);
        return merged;
    }

    public void Dispose()
    {
        _features.Dispose();
        foreach (ItemAttribute attribute in _attributes.Values) attribute.Dispose();
        _vectorFile?.Dispose();
    }
}
