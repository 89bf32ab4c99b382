using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Winnow.Data;

/// <summary>Reads numbers from UTF-8: decimal, with sign, point and exponent; <c>nan</c> and <c>inf</c> are recognised.</summary>
internal static unsafe class NumberText
{
    private const ulong MostExact = 1ul << 53;

    /// <summary>10⁰ … 10²²: the powers of ten that a double holds exactly.</summary>
    private static readonly double[] s_powers = [.. Enumerable.Range(0, 23).Select(i => double.Parse($"1e{i}", CultureInfo.InvariantCulture))];

    /// <summary>Reads a number that takes up the whole text; eight bytes from its start on are readable.</summary>
    /// <returns>False if the text is no number. NaN and infinities are numbers here; the caller refuses them.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryParse(byte* text, int length, out double value) =>
        TryShortInteger(text, length, out value) || TryExact(text, length, out value) || TryAny(new ReadOnlySpan<byte>(text, length), out value);

    /// <summary>Reads a whole number that takes up the whole text.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long value) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    /// <summary>Up to eight digits and nothing else, as most counts are: all at once, with the last digit in the top byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryShortInteger(byte* text, int length, out double value)
    {
        value = 0;
        if ((uint)(length - 1) > 7 || !BitConverter.IsLittleEndian) return false;
        ulong digits = Unsafe.ReadUnaligned<ulong>(text) << (64 - 8 * length);
        digits ^= 0x3030_3030_3030_3030ul << (64 - 8 * length);
        if (((digits | (digits + 0x0606_0606_0606_0606)) & 0xF0F0_F0F0_F0F0_F0F0) != 0) return false;
        digits = digits * 10 + (digits >> 8);                                   // pairs
        ulong pairs = digits & 0x0000_00FF_0000_00FF, next = (digits >> 16) & 0x0000_00FF_0000_00FF;
        value = (uint)((pairs * 0x000F_4240_0000_0064 + next * 0x0000_2710_0000_0001) >> 32);
        return true;
    }

    /// <summary>Numbers whose digits and power of ten are both exact as doubles: then one multiplication or division rounds right
    /// (Clinger, PLDI 1990).</summary>
    private static bool TryExact(byte* text, int length, out double value)
    {
        byte* p = text, end = text + length;
        value = 0;
        bool negative = p < end && *p == '-';
        if (p < end && *p is (byte)'-' or (byte)'+') p++;
        ulong digits = 0;
        byte* first = p;
        while (p < end && *p - (uint)'0' <= 9 && p - first < 18) digits = digits * 10 + (*p++ - (uint)'0');
        long seen = p - first;
        int exponent = 0;
        if (p < end && *p == '.')
        {
            byte* point = ++p;
            while (p < end && *p - (uint)'0' <= 9 && seen + (p - point) < 18) digits = digits * 10 + (*p++ - (uint)'0');
            exponent = -(int)(p - point);
            seen += p - point;
        }
        if (seen == 0 || digits > MostExact) return false;
        if (p < end && (*p | 0x20) == 'e' && !TryExponent(ref p, end, ref exponent)) return false;
        if (p != end || exponent is < -22 or > 22) return false;
        double magnitude = exponent < 0 ? digits / s_powers[-exponent] : digits * s_powers[exponent];
        value = negative ? -magnitude : magnitude;
        return true;
    }

    private static bool TryExponent(ref byte* p, byte* end, ref int exponent)
    {
        bool negative = ++p < end && *p == '-';
        if (p < end && *p is (byte)'-' or (byte)'+') p++;
        byte* first = p;
        int sum = 0;
        while (p < end && *p - (uint)'0' <= 9 && p - first < 4) sum = sum * 10 + (int)(*p++ - (uint)'0');
        exponent += negative ? -sum : sum;
        return p > first;
    }

    private static bool TryAny(ReadOnlySpan<byte> text, out double value)
    {
        const NumberStyles styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(text, styles, CultureInfo.InvariantCulture, out value) || TrySpecial(text, out value);
    }

    private static bool TrySpecial(ReadOnlySpan<byte> text, out double value)
    {
        ReadOnlySpan<byte> name = text.Length > 0 && text[0] is (byte)'-' or (byte)'+' ? text[1..] : text;
        value = double.NaN;
        if (Ascii.EqualsIgnoreCase(name, "nan"u8)) return true;
        value = text.Length > 0 && text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
        return Ascii.EqualsIgnoreCase(name, "inf"u8) || Ascii.EqualsIgnoreCase(name, "infinity"u8);
    }
}
