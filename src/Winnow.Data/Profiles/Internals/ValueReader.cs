using System.Text;

namespace Winnow.Data;

/// <summary>Tells what a single value looks like.</summary>
internal static unsafe class ValueReader
{
    /// <summary>The type of a value that lies in a block; the number it is, or NaN.</summary>
    public static ColumnType TypeOf(ReadOnlySpan<byte> text, out double number)
    {
        number = double.NaN;
        fixed (byte* p = text)
        {
            if (NumberText.TryParse(p, text.Length, out double value))
            {
                number = value;
                return IsWhole(text) ? ColumnType.Integer : ColumnType.Decimal;
            }
        }
        if (Ascii.EqualsIgnoreCase(text, "true"u8) || Ascii.EqualsIgnoreCase(text, "false"u8)) return ColumnType.Boolean;
        return TimeColumn.TryReadDate(text, out _) ? ColumnType.Date : ColumnType.Text;
    }

    private static bool IsWhole(ReadOnlySpan<byte> text) => text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') is -1 or 0 && text[^1] is >= (byte)'0' and <= (byte)'9';
}
