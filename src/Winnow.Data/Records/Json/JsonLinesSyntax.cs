using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Winnow.Data;

/// <summary>One JSON object a line: texts without escapes, numbers and booleans as written, null as missing, arrays as lists.</summary>
/// <param name="names">Names of the columns.</param>
/// <param name="ignoreOthers">Whether other names are skipped; otherwise they make a row malformed.</param>
internal sealed unsafe class JsonLinesSyntax(IReadOnlyList<string> names, bool ignoreOthers) : LineSyntax(names)
{
    private const int MaxDepth = 64;

    private readonly byte[][] _names = [.. names.Select(Encoding.UTF8.GetBytes)];

    /// <summary>The names in the first objects of a text, in order of first appearance.</summary>
    public static IReadOnlyList<string> FindNames(ReadOnlySpan<byte> text, bool complete)
    {
        OrderedDictionary<string, int> names = [];
        while (text.Length > 0)
        {
            int found = text.IndexOf((byte)'\n');
            if (found < 0 && !complete) break;
            AddNames(found < 0 ? text : text[..found], names);
            text = found < 0 ? [] : text[(found + 1)..];
        }
        return [.. names.Keys];
    }

    protected override void ParseLine(RecordBlock block, int start, int end, int line)
    {
        RecordCell* row = block.RoomForMissingRow();
        int firstItem = block.ItemsUsed, column = -1;
        RowFault? fault;
        try
        {
            fault = Object(block, row, start, end, ref column);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)      // the latter: half a surrogate pair
        {
            fault = RowFault.MalformedJson;
        }
        if (fault is null)
        {
            block.CommitRow(line);
            return;
        }
        block.DropItems(firstItem);
        block.Faults.Add(line, column, fault.Value);
    }

    private RowFault? Object(RecordBlock block, RecordCell* row, int start, int end, ref int column)
    {
        Utf8JsonReader json = new(new ReadOnlySpan<byte>(block.Text + start, end - start), new JsonReaderOptions { MaxDepth = MaxDepth });
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return RowFault.MalformedJson;
        int expected = 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            column = Find(ref json, expected);
            if (column < 0 && !ignoreOthers) return RowFault.UnknownName;
            json.Read();
            RowFault? fault = column < 0 ? Skip(ref json) : Value(ref json, block, row, column, start);
            if (fault is not null) return fault;
            expected = column + 1;
        }
        column = -1;
        return json.TokenType == JsonTokenType.EndObject && !json.Read() ? null : RowFault.MalformedJson;
    }

    /// <summary>The column of a name; usually the one behind the column before.</summary>
    private int Find(ref Utf8JsonReader json, int expected)
    {
        if (expected < _names.Length && json.ValueTextEquals(_names[expected])) return expected;
        for (int i = 0; i < _names.Length; i++)
            if (json.ValueTextEquals(_names[i])) return i;
        return -1;
    }

    private static RowFault? Skip(ref Utf8JsonReader json)
    {
        json.Skip();
        return null;
    }

    private static RowFault? Value(ref Utf8JsonReader json, RecordBlock block, RecordCell* row, int column, int start)
    {
        if (!row[column].IsMissing) return RowFault.RepeatedName;
        if (json.TokenType == JsonTokenType.StartArray) return List(ref json, block, row, column, start);
        if (json.TokenType == JsonTokenType.StartObject) return RowFault.NestedValue;
        if (json.TokenType == JsonTokenType.Null) return null;
        (int at, int length) = Scalar(ref json, block, start);
        if (length > RecordFile.MaxFieldBytes) return RowFault.FieldTooLong;
        row[column] = new RecordCell(at, length == 0 ? RecordCell.Missing.Length : length);
        return null;
    }

    private static RowFault? List(ref Utf8JsonReader json, RecordBlock block, RecordCell* row, int column, int start)
    {
        int firstItem = block.ItemsUsed;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) return RowFault.NestedValue;
            if (json.TokenType == JsonTokenType.Null) continue;
            (int at, int length) = Scalar(ref json, block, start);
            if (length > RecordFile.MaxFieldBytes) return RowFault.FieldTooLong;
            if (length > 0) block.AddItem(at, length, 1);
        }
        row[column] = RecordCell.List(firstItem, block.ItemsUsed - firstItem);
        return null;
    }

    /// <summary>Where the bytes of a text, number or boolean lie. Escapes are undone in place: the result is never longer.</summary>
    private static (int Start, int Length) Scalar(ref Utf8JsonReader json, RecordBlock block, int start)
    {
        bool text = json.TokenType == JsonTokenType.String;
        int at = start + (int)json.TokenStartIndex + (text ? 1 : 0), length = json.ValueSpan.Length;
        if (!json.ValueIsEscaped) return (at, length);
        byte[] plain = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            length = json.CopyString(plain);
            plain.AsSpan(0, length).CopyTo(new Span<byte>(block.Text + at, length));
            return (at, length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(plain);
        }
    }

    private static void AddNames(ReadOnlySpan<byte> line, OrderedDictionary<string, int> names)
    {
        try
        {
            Utf8JsonReader json = new(line);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                names.TryAdd(json.GetString()!, 0);
                json.Read();
                json.Skip();
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A malformed line names no columns here; it is counted when the file is read.
        }
    }
}
