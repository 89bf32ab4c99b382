using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Winnow.Store;

/// <content>Numbers, truth values, errors.</content>
internal sealed unsafe partial class ReplyReader
{
    /// <summary>The count of an aggregate; −1: null, as servers say that speak RESP2.</summary>
    private int ReadCount(int most)
    {
        long count = ParseInteger(ReadLine());
        if (count < -1 || count > most) throw Unexpected($"an aggregate of {count}", $"at most {most} elements");
        return (int)count;
    }

    private RespValue ReadBoolean() => ReadLine() switch
    {
        [(byte)'t'] => RespValue.Of(true),
        [(byte)'f'] => RespValue.Of(false),
        _ => throw Unexpected("a truth value that is neither t nor f"),
    };

    private RespValue ReadBigNumber()
    {
        ReadOnlySpan<byte> line = ReadLine();
        ReadOnlySpan<byte> digits = line is [(byte)'-' or (byte)'+', ..] ? line[1..] : line;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9')) throw Unexpected("a big number that is none");
        return RespValue.Of(line.ToArray());
    }

    private static long ParseInteger(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> digits = line is [(byte)'+', (not (byte)'-') and (not (byte)'+'), ..] ? line[1..] : line;
        return Utf8Parser.TryParse(digits, out long number, out int used) && used == digits.Length && digits[0] != '+'
            ? number : throw Unexpected($"'{Printable(line)}'", "an integer of 64 bits");
    }

    private static double ParseDouble(ReadOnlySpan<byte> line)
    {
        if (line.SequenceEqual("inf"u8)) return double.PositiveInfinity;
        if (line.SequenceEqual("-inf"u8)) return double.NegativeInfinity;
        if (line.SequenceEqual("nan"u8)) return double.NaN;
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(line, Style, CultureInfo.InvariantCulture, out double number) ? number : throw Unexpected($"'{Printable(line)}'", "a number");
    }

    private static RedisError ErrorOf(ReadOnlySpan<byte> line)
    {
        int space = line.IndexOf((byte)' ');
        return space < 0 ? new(Printable(line), "") : new(Printable(line[..space]), Printable(line[(space + 1)..]));
    }

    /// <summary>Text of a server, fit for messages: short, and without control characters.</summary>
    private static string Printable(ReadOnlySpan<byte> bytes)
    {
        const int Most = 512;
        string text = Encoding.UTF8.GetString(bytes.Length > Most ? bytes[..Most] : bytes);
        return text.Any(char.IsControl) ? new string([.. text.Select(c => char.IsControl(c) ? '·' : c)]) : text;
    }
}
