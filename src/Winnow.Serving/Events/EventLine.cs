using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using Winnow.Training.Storage;

namespace Winnow.Serving;

/// <summary>
/// One line of the log: a JSON object whose last property is the CRC-32C of the bytes before it,
/// <c>{"position":7,"time":…,"user":…,"item":…,"type":…,"requestId":…,"variant":…,"release":…,"crc":"0a1b2c3d"}</c>.
/// </summary>
internal static class EventLine
{
    private const int CrcDigits = 8;

    private static ReadOnlySpan<byte> CrcName => ",\"crc\":\""u8;

    private static ReadOnlySpan<byte> End => "\"}"u8;

    private static int TailBytes => CrcName.Length + CrcDigits + End.Length;

    /// <summary>Adds a line with its line feed.</summary>
    public static void Write(ArrayBufferWriter<byte> target, Utf8JsonWriter json, long position, ServedEvent e)
    {
        int start = target.WrittenCount;
        json.Reset(target);
        json.WriteStartObject();
        json.WriteNumber("position", position);
        json.WriteNumber("time", e.Time.ToUnixTimeMilliseconds());
        json.WriteString("user", e.User);
        json.WriteString("item", e.Item);
        json.WriteString("type", e.Type);
        if (e.RequestId is { } request) json.WriteString("requestId", request);
        if (e.Variant is { } variant) json.WriteString("variant", variant);
        if (e.Release is { } release) json.WriteString("release", release);
        json.Flush();                                    // the object stays open: its end is written by hand, after the checksum
        uint crc = FileChecksum.Of(target.WrittenSpan[start..]);
        target.Write(CrcName);
        crc.TryFormat(target.GetSpan(CrcDigits), out _, "x8", CultureInfo.InvariantCulture);
        target.Advance(CrcDigits);
        target.Write(End);
        target.Write("\n"u8);
    }

    /// <summary>Reads a line; false if it is not one that was written whole.</summary>
    /// <param name="line">The line without its line feed.</param>
    /// <param name="found">The event.</param>
    public static bool TryRead(ReadOnlySpan<byte> line, out LoggedEvent found)
    {
        found = default;
        if (line.Length <= TailBytes || !line.EndsWith(End)) return false;
        ReadOnlySpan<byte> body = line[..^TailBytes], tail = line[^TailBytes..];
        if (!tail.StartsWith(CrcName)) return false;
        ReadOnlySpan<byte> digits = tail.Slice(CrcName.Length, CrcDigits);
        if (!Utf8Parser.TryParse(digits, out uint crc, out int read, 'x') || read != CrcDigits || crc != FileChecksum.Of(body)) return false;
        return TryParse(line, out found);
    }

    private static bool TryParse(ReadOnlySpan<byte> line, out LoggedEvent found)
    {
        found = default;
        try
        {
            Utf8JsonReader reader = new(line);
            using JsonDocument json = JsonDocument.ParseValue(ref reader);
            JsonElement e = json.RootElement;
            found = new LoggedEvent(e.GetProperty("position").GetInt64(), new ServedEvent
            {
                Time = DateTimeOffset.FromUnixTimeMilliseconds(e.GetProperty("time").GetInt64()),
                User = e.GetProperty("user").GetString()!,
                Item = e.GetProperty("item").GetString()!,
                Type = e.GetProperty("type").GetString()!,
                RequestId = Optional(e, "requestId"),
                Variant = Optional(e, "variant"),
                Release = Optional(e, "release"),
            });
            return true;
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentOutOfRangeException)
        {
            return false;
        }
    }

    private static string? Optional(JsonElement e, string name) => e.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
}
