using System.Text;

namespace Winnow.Store.Tests;

public sealed class HashSlotTests
{
    [Theory]
    [InlineData("123456789", 0x31C3 % 16_384)]          // the check value of CRC16/XMODEM
    [InlineData("foo", 12_182)]
    [InlineData("{user1000}.following", 3_443)]
    [InlineData("foo{}{bar}", 8_363)]
    [InlineData("foo{{bar}}zap", 4_015)]
    public void Of_KnownKey_IsItsSlot(string key, int slot) => Assert.Equal(slot, HashSlot.Of(Encoding.ASCII.GetBytes(key)));

    [Theory, InlineData(0), InlineData(1_024), InlineData(16_383)]
    public void TagFor_Slot_FallsThere(int slot) =>
        Assert.Equal(slot, HashSlot.Of(Encoding.ASCII.GetBytes($"rows{{{HashSlot.TagFor(slot)}}}7")));
}
