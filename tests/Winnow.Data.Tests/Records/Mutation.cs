using System.Text;

namespace Winnow.Data.Tests.Records;

/// <summary>Damages a text in one to eight random places.</summary>
internal static class Mutation
{
    private static readonly byte[][] s_pieces =
    [
        "\""u8.ToArray(), "\"\""u8.ToArray(), "\n"u8.ToArray(), "\r\n"u8.ToArray(), "\r"u8.ToArray(), ","u8.ToArray(), "\t"u8.ToArray(), ":"u8.ToArray(), " "u8.ToArray(),
        [0], [0xFF], [0xC3], [0xED, 0xA0, 0x80], "NaN"u8.ToArray(), "inf"u8.ToArray(), "1e999"u8.ToArray(), "-"u8.ToArray(), "{"u8.ToArray(), "}"u8.ToArray(),
        "["u8.ToArray(), "\\"u8.ToArray(), "\\ud800"u8.ToArray(), "null"u8.ToArray(), "#"u8.ToArray(), "é"u8.ToArray(), ",\"x,\ny"u8.ToArray(), "99999999999999999999"u8.ToArray(),
    ];

    public static byte[] Of(string text, Random random)
    {
        List<byte> bytes = [.. Encoding.UTF8.GetBytes(text)];
        for (int left = random.Next(1, 9); left > 0; left--) Damage(bytes, random);
        return [.. bytes];
    }

    private static void Damage(List<byte> bytes, Random random)
    {
        int at = random.Next(bytes.Count + 1);
        switch (random.Next(6))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes.RemoveRange(at, Math.Min(random.Next(1, 12), bytes.Count - at));
                break;
            case 2:
                int length = Math.Min(random.Next(1, 60), bytes.Count - at);
                bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                break;
            case 3 when random.Next(4) == 0:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            default:
                bytes.InsertRange(at, s_pieces[random.Next(s_pieces.Length)]);
                break;
        }
    }
}
