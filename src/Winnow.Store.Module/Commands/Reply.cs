using System.Buffers.Text;
using System.Text;

namespace Winnow.Store.Module;

/// <summary>Answers.</summary>
internal static unsafe class Reply
{
    internal static void Ok(RedisContext* context)
    {
        fixed (byte* text = "OK"u8) RedisApi.ReplyWithSimpleString(context, text);
    }

    /// <summary>An error; line ends in it become spaces.</summary>
    internal static void Error(RedisContext* context, string message)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(message.ReplaceLineEndings(" ") + '\0');
        fixed (byte* text = bytes) RedisApi.ReplyWithError(context, text);
    }

    /// <summary>An error of a code word and a number, without allocating: these are asked for again and again.</summary>
    internal static void Error(RedisContext* context, ReadOnlySpan<byte> code, long number)
    {
        Span<byte> text = stackalloc byte[64];
        code.CopyTo(text);
        text[code.Length] = (byte)' ';
        Utf8Formatter.TryFormat(number, text[(code.Length + 1)..], out int digits);
        text[code.Length + 1 + digits] = 0;
        fixed (byte* start = text) RedisApi.ReplyWithError(context, start);
    }

    internal static void Number(RedisContext* context, long value) => RedisApi.ReplyWithLongLong(context, value);

    internal static void Bytes(RedisContext* context, void* start, long length) =>
        RedisApi.ReplyWithStringBuffer(context, (byte*)start, (nuint)length);

    /// <summary>A text, as a bulk string.</summary>
    internal static void Text(RedisContext* context, ReadOnlySpan<byte> text)
    {
        fixed (byte* start = text) RedisApi.ReplyWithStringBuffer(context, start, (nuint)text.Length);
    }

    /// <summary>A text, as a bulk string.</summary>
    internal static void Text(RedisContext* context, string text) => Text(context, Encoding.UTF8.GetBytes(text));

    /// <summary>The start of an array of so many elements.</summary>
    internal static void Array(RedisContext* context, int length) => RedisApi.ReplyWithArray(context, length);

    /// <summary>The start of a map of so many entries.</summary>
    internal static void Map(RedisContext* context, int entries) => RedisApi.ReplyWithMap(context, entries);

    /// <summary>An entry of a map.</summary>
    internal static void Entry(RedisContext* context, ReadOnlySpan<byte> name, long value)
    {
        Text(context, name);
        Number(context, value);
    }

    /// <summary>An entry of a map.</summary>
    internal static void Entry(RedisContext* context, ReadOnlySpan<byte> name, string value)
    {
        Text(context, name);
        Text(context, value);
    }

    /// <summary>An entry of a map, as text that reads back to the same number.</summary>
    internal static void Entry(RedisContext* context, ReadOnlySpan<byte> name, double value)
    {
        Text(context, name);
        Text(context, value.ToString("R", System.Globalization.CultureInfo.InvariantCulture));
    }
}
