using System.Text.Json.Serialization;

namespace Winnow.Retrieval;

/// <summary>What the header of a file says.</summary>
internal sealed class HnswHeader : PartHeader
{
    public string ModelVersion { get; set; } = "";

    public int Dimension { get; set; }

    public VectorMetric Metric { get; set; }

    public HnswOptions Options { get; set; } = new();

    public int Slots { get; set; }

    public int UpperLists { get; set; }

    public int Live { get; set; }

    public long Insertions { get; set; }

    public long Entry { get; set; }
}

/// <summary>Reads and writes headers without reflection.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(HnswHeader))]
internal sealed partial class HnswHeaderContext : JsonSerializerContext;
