using System.Buffers.Binary;

namespace Winnow.Store.Module.Tests;

/// <summary>What DUMP answers: a value, the version of the RDB in 2 bytes, a CRC64 of all before in 8.</summary>
internal static class RdbPayload
{
    private const ulong Polynomial = 0x95AC_9329_AC4B_C9B5;        // Jones, reflected

    private static readonly ulong[] s_table = MakeTable();

    /// <summary>Makes the checksum right again after a change.</summary>
    public static void Sign(Span<byte> payload)
    {
        ulong crc = 0;
        foreach (byte b in payload[..^8]) crc = s_table[(byte)(crc ^ b)] ^ (crc >> 8);
        BinaryPrimitives.WriteUInt64LittleEndian(payload[^8..], crc);
    }

    private static ulong[] MakeTable()
    {
        ulong[] table = new ulong[256];
        for (int i = 0; i < table.Length; i++)
        {
            ulong crc = (ulong)i;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ Polynomial : crc >> 1;
            table[i] = crc;
        }
        return table;
    }
}
