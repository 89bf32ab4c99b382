namespace Winnow.Numerics;

/// <summary>Division of 32-bit numbers by one divisor, by a multiplication.</summary>
/// <remarks>With M = ⌊(2⁶⁴ − 1) / d⌋ + 1, the high half of M · n is ⌊n / d⌋ for every n and every d above 1 (Lemire, Kaser and Kurz,
/// Software: Practice and Experience 49(6), 2019).</remarks>
internal readonly struct FastDivisor
{
    private readonly ulong _factor;

    public FastDivisor(int divisor) => _factor = divisor <= 1 ? 0 : ulong.MaxValue / (uint)divisor + 1;

    /// <summary>⌊n / d⌋.</summary>
    public int Divide(int n) => _factor == 0 ? n : (int)Math.BigMul(_factor, (ulong)(uint)n, out _);
}
