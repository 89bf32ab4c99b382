using System.Buffers.Binary;
using System.Numerics;

namespace Winnow.Training.Storage;

/// <summary>CRC-32C (Castagnoli, RFC 3720 appendix B.4): finds every flipped bit and every burst up to 32 bits.</summary>
internal static class FileChecksum
{
    private const int BufferBytes = 1 << 20;

    /// <summary>The checksum of a whole file, read in bounded pieces.</summary>
    public static uint Of(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        byte[] buffer = new byte[BufferBytes];
        uint crc = uint.MaxValue;
        for (int read; (read = stream.ReadAtLeast(buffer, BufferBytes, throwOnEndOfStream: false)) > 0;)
            crc = Append(crc, buffer.AsSpan(0, read));
        return ~crc;
    }

    /// <summary>The checksum of bytes in memory.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => ~Append(uint.MaxValue, bytes);

    private static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (byte b in bytes) crc = BitOperations.Crc32C(crc, b);
        return crc;
    }
}
