using Winnow.Embeddings;

namespace Winnow.Embeddings.Tests;

/// <summary>Ways in which saved state arrives damaged, or forged.</summary>
internal static class StateDamage
{
    private static readonly long[] s_extremes = [0, 1, -1, int.MaxValue, int.MinValue, long.MaxValue, long.MinValue, 1L << 32, 1L << 48, 65536, 255];

    internal static List<byte[]> Of(List<byte[]> blocks, Random random)
    {
        List<byte[]> damaged = [.. blocks.Select(block => (byte[])block.Clone())];
        for (int times = random.Next(1, 4); times > 0 && damaged.Count > 0; times--)
        {
            int at = random.Next(damaged.Count);
            switch (random.Next(8))
            {
                case 0: damaged.RemoveAt(at); break;
                case 1: damaged.RemoveRange(at, damaged.Count - at); break;
                case 2: damaged.Insert(at, (byte[])damaged[random.Next(damaged.Count)].Clone()); break;
                case 3: damaged[at] = damaged[at][..random.Next(damaged[at].Length + 1)]; break;
                case 4: damaged[at] = [.. damaged[at], .. new byte[random.Next(40)]]; break;
                case 5:
                    if (damaged[at].Length >= 8)
                        BitConverter.TryWriteBytes(damaged[at].AsSpan(random.Next(damaged[at].Length / 8) * 8), s_extremes[random.Next(s_extremes.Length)]);
                    break;
                default:
                    int block = random.Next(4) == 0 ? 0 : at;       // the head decides most
                    if (damaged[block].Length > 0) damaged[block][random.Next(damaged[block].Length)] ^= (byte)(1 << random.Next(8));
                    break;
            }
        }
        return damaged;
    }
}

/// <summary>A sink that only counts.</summary>
internal unsafe struct CountingSink : IStateSink
{
    internal long Bytes;

    public void Write(byte* block, long length) => Bytes += length;
}
