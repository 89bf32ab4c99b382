using System.Globalization;

namespace Winnow.Store;

/// <summary>Which of the 16,384 hash slots of a Redis Cluster a key belongs to.</summary>
/// <remarks>CRC16 (XMODEM) of the part in braces, or of the whole key; Redis Cluster specification, "Key distribution model" and "Hash tags".</remarks>
public static class HashSlot
{
    /// <summary>Number of slots.</summary>
    public const int Count = 16_384;

    /// <summary>The slot of a key.</summary>
    /// <param name="key">The key, as bytes on the wire.</param>
    public static int Of(ReadOnlySpan<byte> key)
    {
        int open = key.IndexOf((byte)'{');
        if (open >= 0)
        {
            int length = key[(open + 1)..].IndexOf((byte)'}');
            if (length > 0) key = key.Slice(open + 1, length);
        }
        return Crc16(key) % Count;
    }

    /// <summary>A hash tag that falls into a slot: keys of one table are spread evenly over the slots by it, instead of by chance.</summary>
    /// <param name="slot">The slot, 0 … 16,383.</param>
    /// <returns>The smallest number, in hexadecimal digits, that falls there.</returns>
    public static string TagFor(int slot)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slot);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(slot, Count);
        Span<byte> digits = stackalloc byte[16];
        for (ulong number = 0; ; number++)
        {
            number.TryFormat(digits, out int length, "x", CultureInfo.InvariantCulture);
            if (Crc16(digits[..length]) % Count == slot) return number.ToString("x", CultureInfo.InvariantCulture);
        }
    }

    private static int Crc16(ReadOnlySpan<byte> data)
    {
        int crc = 0;
        foreach (byte b in data)
        {
            crc ^= b << 8;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1;
        }
        return crc & 0xFFFF;
    }
}
