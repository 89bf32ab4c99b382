using System.Text.Json;

namespace Winnow.Data;

/// <summary>Where a batch source stands: between two batches. Small, and written into checkpoints as JSON.</summary>
/// <param name="Epoch">Number of whole passes made, 0-based.</param>
/// <param name="Batch">Number of the next batch within the epoch, 0-based.</param>
/// <param name="Source">Streaming: the start of the block, or of the window, that holds the next row.</param>
/// <param name="Skip">Streaming: good rows to skip from there.</param>
/// <param name="Rows">Streaming: rows read before there, good and malformed.</param>
/// <param name="BadRows">Streaming: malformed rows before there.</param>
public readonly record struct DataPosition(
    int Epoch = 0, long Batch = 0, SourcePosition Source = default, int Skip = 0, long Rows = 0, long BadRows = 0)
{
    /// <summary>The start of the first epoch.</summary>
    public static DataPosition Start => default;

    /// <summary>Writes the position as one JSON object.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteNumber("epoch", Epoch);
        json.WriteNumber("batch", Batch);
        json.WriteNumber("file", Source.File);
        json.WriteNumber("offset", Source.Offset);
        json.WriteNumber("line", Source.Line);
        json.WriteNumber("skip", Skip);
        json.WriteNumber("rows", Rows);
        json.WriteNumber("badRows", BadRows);
        json.WriteEndObject();
    }

    /// <summary>Reads what <see cref="WriteTo"/> wrote.</summary>
    /// <exception cref="FormatException">The JSON is no position.</exception>
    public static DataPosition ReadFrom(JsonElement json) => new(
        checked((int)Number(json, "epoch")),
        Number(json, "batch"),
        new SourcePosition(checked((int)Number(json, "file")), Number(json, "offset"), Number(json, "line")),
        checked((int)Number(json, "skip")),
        Number(json, "rows"),
        Number(json, "badRows"));

    private static long Number(JsonElement json, string name)
    {
        bool good = json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out JsonElement value)
            && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) && number >= 0;
        return good
            ? json.GetProperty(name).GetInt64()
            : throw new FormatException($"A data position needs a whole number '{name}' of at least 0; this JSON has none. The checkpoint is of another version or damaged.");
    }
}
