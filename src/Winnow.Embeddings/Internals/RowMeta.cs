namespace Winnow.Embeddings;

/// <summary>Frequency and last tick of a row in one word: 12 bits that stop at 4095 above 20 bits that go round.</summary>
/// <remarks>Ages are told apart up to <see cref="OldestAge"/> ticks and stop there; the sweep pulls older rows up to that age
/// long before the 20 bits could be mistaken for a young one.</remarks>
internal static class RowMeta
{
    internal const int TickBits = 20;
    internal const uint TickMask = (1u << TickBits) - 1;
    internal const uint OldestAge = 1u << (TickBits - 1);
    internal const uint HighestFrequency = (1u << (32 - TickBits)) - 1;

    internal static uint Of(uint frequency, uint tick) => (Math.Min(frequency, HighestFrequency) << TickBits) | (tick & TickMask);

    internal static uint Frequency(uint meta) => meta >> TickBits;

    /// <summary>Ticks since the row was last seen, at most <see cref="OldestAge"/>.</summary>
    internal static uint Age(uint meta, uint now) => Math.Min((now - meta) & TickMask, OldestAge);

    /// <summary>The row was seen once more, now.</summary>
    internal static uint Touch(uint meta, uint now) => Of(Frequency(meta) + 1, now);
}
