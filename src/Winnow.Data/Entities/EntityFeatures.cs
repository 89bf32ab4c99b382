using System.Text.Encodings.Web;
using System.Text.Json;

namespace Winnow.Data;

/// <summary>Users or items with their raw features, numbered in the order given: a catalogue.</summary>
/// <remarks>Its file form is JSON Lines: <c>{"id": "85123A", "title": "…", "price": 2.55, "genres": ["…"]}</c>, one entity a line. Immutable.</remarks>
public sealed class EntityFeatures
{
    /// <summary>The property that holds the id.</summary>
    public const string IdProperty = "id";

    /// <summary>Titles stay readable; the file is no part of a web page.</summary>
    private static readonly JsonWriterOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly FeatureValues[] _features;

    /// <summary>Takes ids and as many sets of features.</summary>
    /// <exception cref="ArgumentException">The numbers differ, or a feature has the name <see cref="IdProperty"/>.</exception>
    public EntityFeatures(IdIndex ids, IReadOnlyList<FeatureValues> features)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(features);
        if (ids.Count != features.Count) throw new ArgumentException($"{features.Count} sets of features came for {ids.Count} ids; give one each.", nameof(features));
        (Ids, _features) = (ids, [.. features]);
        Names = [.. _features.SelectMany(f => f.Names).Distinct(StringComparer.Ordinal)];
        if (Names.Contains(IdProperty)) throw new ArgumentException($"A feature is named '{IdProperty}', which names the entity itself; give it another name.", nameof(features));
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
    /// <exception cref="InvalidDataException">A line is no object with an id, is not UTF-8, or has an id that appeared before; the message names file
    /// and line. Or the gzip data are damaged.</exception>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    public static EntityFeatures Read(string path) => EntityFile.Read(path);

    /// <summary>Writes JSON Lines; whole or not at all.</summary>
    /// <exception cref="IOException">The file cannot be written; what was there is untouched.</exception>
    public void Write(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string partial = path + ".partial";
        try
        {
            WriteLines(partial);
            File.Move(partial, path, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    private void WriteLines(string path)
    {
        using FileStream file = new(path, FileMode.Create, FileAccess.Write);
        using Utf8JsonWriter json = new(file, s_readable);
        for (int i = 0; i < Count; i++)
        {
            json.WriteStartObject();
            json.WriteString(IdProperty, Ids[i]);
            this[i].WriteTo(json);
            json.WriteEndObject();
            json.Flush();
            json.Reset();
            file.WriteByte((byte)'\n');
        }
        file.Flush(flushToDisk: true);
    }
}
