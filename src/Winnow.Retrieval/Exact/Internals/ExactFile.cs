using System.Text.Json.Serialization;

namespace Winnow.Retrieval;

/// <summary>The file of an exact index: the parts of the store, as they lie in memory; see <see cref="PartFile"/>.</summary>
internal static unsafe class ExactFile
{
    private static readonly PartFileKind s_kind = new(
        "WNWEXACT", 1, "an exact index", "ExactIndex.Save", ["groups", "ids", "scales", "norms", "rows", "half rows"]);

    internal static void Write(string path, ModelVersion version, ExactStore store)
    {
        ExactHeader header = new()
        {
            ModelVersion = version.Name,
            Count = store.Shape.Count,
            Dimension = store.Shape.Dimension,
            Metric = store.Shape.Metric,
            Options = store.Shape.Options,
        };
        PartFile.Write(path, s_kind, header, ExactHeaderContext.Default.ExactHeader, store.Sections());
    }

    /// <summary>The store in a mapped file; nothing but the header has been read.</summary>
    internal static ExactStore Map(string path, out ExactHeader header)
    {
        FileMapping mapping = PartFile.Open(path, s_kind, ExactHeaderContext.Default.ExactHeader, out header);
        ExactShape shape = new(header.Count, header.Dimension, header.Metric, header.Options);
        return new ExactStore(shape, PartFile.Locate(mapping.Pointer, header), mapping);
    }

    /// <summary>Compares every part with its checksum.</summary>
    internal static void Verify(string path, ExactStore store, ExactHeader header, CancellationToken cancel = default) =>
        PartFile.Verify(path, s_kind, header, store.Sections(), cancel);
}

/// <summary>What the header of a file says.</summary>
internal sealed class ExactHeader : PartHeader
{
    public string ModelVersion { get; set; } = "";

    public int Count { get; set; }

    public int Dimension { get; set; }

    public VectorMetric Metric { get; set; }

    public ExactIndexOptions Options { get; set; } = new();
}

/// <summary>Reads and writes headers without reflection.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(ExactHeader))]
internal sealed partial class ExactHeaderContext : JsonSerializerContext;
