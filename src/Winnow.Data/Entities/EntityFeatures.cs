using System.Text.Json;

namespace Winnow.Data;

/// <summary>Users or items with their raw features, numbered in the order given: a catalogue.</summary>
/// <remarks>Its file form is JSON Lines: <c>{"id": "85123A", "title": "…", "price": 2.55, "genres": ["…"]}</c>, one entity a line. Immutable.</remarks>
public sealed class EntityFeatures
{
    /// <summary>The property that holds the id.</summary>
    public const string IdProperty = "id";

    private readonly FeatureValues[] _features;

    /// <summary>Takes ids and as many sets of features.</summary>
    /// <exception cref="ArgumentException">The numbers differ.</exception>
    public EntityFeatures(IdIndex ids, IReadOnlyList<FeatureValues> features)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(features);
        if (ids.Count != features.Count) throw new ArgumentException($"{features.Count} sets of features came for {ids.Count} ids; give one each.", nameof(features));
        (Ids, _features) = (ids, [.. features]);
        Names = [.. _features.SelectMany(f => f.Names).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The ids.</summary>
    public IdIndex Ids { get; }

    /// <summary>Number of entities.</summary>
    public int Count => Ids.Count;

    /// <summary>Names of the features that at least one entity has, in order of first appearance.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The features of an entity.</summary>
    public FeatureValues this[int index] => _features[index];

    /// <summary>Reads a file of JSON Lines, gzipped or not.</summary>
    /// <exception cref="InvalidDataException">A line is no object with an id, or an id appears twice; the message names file and line.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static EntityFeatures Read(string path) => EntityFile.Read(path);

    /// <summary>Writes JSON Lines; whole or not at all.</summary>
    /// <exception cref="IOException">The file cannot be written; what was there is untouched.</exception>
    public void Write(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string aside = path + ".tmp";
        using (FileStream file = new(aside, FileMode.Create, FileAccess.Write))
        {
            for (int i = 0; i < Count; i++)
            {
                using (Utf8JsonWriter json = new(file))
                {
                    json.WriteStartObject();
                    json.WriteString(IdProperty, Ids[i]);
                    this[i].WriteTo(json);
                    json.WriteEndObject();
                }
                file.WriteByte((byte)'\n');
            }
            file.Flush(flushToDisk: true);
        }
        File.Move(aside, path, overwrite: true);
    }
}
