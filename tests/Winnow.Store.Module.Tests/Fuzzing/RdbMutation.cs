using System.Buffers.Binary;

namespace Winnow.Store.Module.Tests.Fuzzing;

/// <summary>Damages a payload of DUMP and makes its checksum right again.</summary>
internal static class RdbMutation
{
    private const int FooterBytes = 10;

    private static readonly long[] s_numbers = [0, 1, -1, 2, 255, 256, 65_535, 65_536, int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, long.MinValue, 1L << 40];

    public static byte[] Of(byte[] payload, Random random)
    {
        List<byte> bytes = [.. payload.AsSpan(0, payload.Length - FooterBytes)];
        for (int change = random.Next(3); change >= 0; change--) Change(bytes, random);
        byte[] result = [.. bytes, .. payload.AsSpan(payload.Length - FooterBytes)];
        RdbPayload.Sign(result);
        return result;
    }

    private static void Change(List<byte> bytes, Random random)
    {
        if (bytes.Count < 16) return;
        int at = random.Next(2) == 0 ? random.Next(Math.Min(bytes.Count, 400)) : random.Next(bytes.Count);      // heads are where it hurts
        switch (random.Next(7))
        {
            case 0 or 1:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 2:
                bytes[at] = (byte)random.Next(256);
                break;
            case 3 or 4:
                Span<byte> number = stackalloc byte[8];
                BinaryPrimitives.WriteInt64LittleEndian(number, s_numbers[random.Next(s_numbers.Length)]);
                int length = random.Next(2) == 0 ? 4 : 8;
                for (int i = 0; i < length && at + i < bytes.Count; i++) bytes[at + i] = number[i];
                break;
            case 5:
                bytes.RemoveRange(at, Math.Min(random.Next(1, 64), bytes.Count - at));
                break;
            default:
                bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 64), bytes.Count - at)));
                break;
        }
    }
}
