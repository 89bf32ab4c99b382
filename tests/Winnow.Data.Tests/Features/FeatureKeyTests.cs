using System.Numerics;
using System.Text;

namespace Winnow.Data.Tests.Features;

public sealed class FeatureKeyTests
{
    [Theory]
    [InlineData(0ul)]
    [InlineData(1ul)]
    [InlineData(0x9E37_79B9_7F4A_7C15ul)]
    public void Hash_AllShortNumbersAndEqualLetters_AreDistinct(ulong salt)
    {
        HashSet<ulong> seen = [];
        int texts = 0;
        for (int i = 0; i < 200_000; i++, texts++) seen.Add(FeatureKey.Hash(Encoding.ASCII.GetBytes($"{i}"), salt));
        for (int length = 0; length < 300; length++, texts++) seen.Add(FeatureKey.Hash(Encoding.ASCII.GetBytes(new string('x', length)), salt));
        Assert.Equal(texts, seen.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(40)]
    public void Hash_OneFlippedInputBit_FlipsHalfOfTheOutputBits(int length)
    {
        Random random = new(20_261);
        double flips = 0;
        int pairs = 0;
        for (int round = 0; round < 500; round++)
        {
            byte[] text = new byte[length];
            random.NextBytes(text);
            ulong before = FeatureKey.Hash(text, 5);
            int bit = random.Next(8 * length);
            text[bit / 8] ^= (byte)(1 << (bit % 8));
            flips += BitOperations.PopCount(before ^ FeatureKey.Hash(text, 5));
            pairs++;
        }
        double sigma = Math.Sqrt(64 * 0.25 / pairs);
        Assert.InRange(flips / pairs, 32 - 5 * sigma, 32 + 5 * sigma);
    }

    [Fact]
    public void OfCode_EveryCode_HasAKeyOfItsOwnThatTellsTheCode()
    {
        ulong salt = FeatureKey.Salt("user");
        HashSet<ulong> keys = [];
        for (uint code = 0; code < 100_000; code++)
        {
            ulong key = FeatureKey.OfCode(salt, code);
            Assert.True(keys.Add(key));
            Assert.Equal(code, key == FeatureKey.None ? 0 : FeatureKey.CodeOf(key));
        }
        Assert.Equal(FeatureKey.None, FeatureKey.OfCode(salt, 0));
    }

    /// <summary>Keys are in model files: they must never change.</summary>
    [Fact]
    public void Keys_OfThisVersion_AreThoseOfEveryVersion()
    {
        Assert.Equal(GoldenSalt, FeatureKey.Salt("user"));
        Assert.Equal(GoldenHash, FeatureKey.OfText("68fd1e64"u8, FeatureKey.Salt("user")));
        Assert.Equal(GoldenLong, FeatureKey.OfText("a text of more than sixteen bytes"u8, FeatureKey.Salt("user")));
        Assert.Equal(GoldenUnknown, FeatureKey.OfCode(FeatureKey.Salt("user"), 1));
    }

    private const ulong GoldenSalt = 0x8B9D_F7F6_1DEF_585C, GoldenHash = 0x864F_F3D9_F63D_A5EB;
    private const ulong GoldenLong = 0xF05E_BD34_D2D0_70BB, GoldenUnknown = 0x14AC_7DD1_2F27_678A;
}
