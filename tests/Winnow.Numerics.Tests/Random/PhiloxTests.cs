namespace Winnow.Numerics.Tests.RandomStreams;

public sealed class PhiloxTests
{
    /// <summary>The known answers that the authors of the generator publish for philox4x32-10.</summary>
    [Theory]
    [InlineData(0ul, 0ul, 0ul, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x299f31d0_a4093822ul, 0x03707344_13198a2eul, 0x85a308d3_243f6a88ul, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Block_PublishedInput_GivesPublishedWords(ulong key, ulong salt, ulong counter, uint w0, uint w1, uint w2, uint w3)
    {
        Philox.Block(key, salt, counter, out uint a, out uint b, out uint c, out uint d);
        Assert.Equal((w0, w1, w2, w3), (a, b, c, d));
    }

    [Theory, InlineData(0ul), InlineData(5ul), InlineData(0x3FFF_FFFFul), InlineData(0x3FFF_FFFF_FFFF_FFFFul)]
    public void Group_AnyNumber_HoldsFourBlocksSideBySide(ulong group)
    {
        const ulong Key = 0x1234_5678_9ABC_DEF0, Salt = 0xFEDC_BA98_7654_3210;
        (System.Runtime.Intrinsics.Vector256<uint> first, System.Runtime.Intrinsics.Vector256<uint> last) = Philox.Group(Key, Salt, group);
        for (int b = 0; b < 4; b++)
        {
            Philox.Block(Key, Salt, 4 * group + (ulong)b, out uint w0, out uint w1, out uint w2, out uint w3);
            Assert.Equal((w0, w1, w2, w3), (first[b], first[4 + b], last[b], last[4 + b]));
        }
    }
}
