using System.Buffers.Binary;
using System.Numerics;

namespace Winnow.Retrieval;

/// <summary>CRC-32C (Castagnoli, RFC 3720 appendix B.4): finds every flipped bit and every burst up to 32 bits.</summary>
internal static unsafe class Checksum
{
    private const int PieceBytes = 1 << 24;

    internal static uint Of(ReadOnlySpan<byte> bytes) => ~Continue(uint.MaxValue, bytes);

    /// <summary>The checksum of memory that may be longer than a span.</summary>
    internal static uint Of(byte* bytes, long length, CancellationToken cancel = default)
    {
        uint crc = uint.MaxValue;
        for (long done = 0; done < length; done += PieceBytes)
        {
            cancel.ThrowIfCancellationRequested();
            crc = Continue(crc, new ReadOnlySpan<byte>(bytes + done, (int)Math.Min(PieceBytes, length - done)));
        }
        return ~crc;
    }

    private static uint Continue(uint crc, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= 8; bytes = bytes[8..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (byte b in bytes) crc = BitOperations.Crc32C(crc, b);
        return crc;
    }
}
