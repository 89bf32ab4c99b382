using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Winnow.Numerics;

/// <summary>mean + deviation · z, z of the standard normal distribution: eight points drawn in polar coordinates, their first
/// coordinates, then their second ones (Box and Muller, Annals of Mathematical Statistics 29(2), 1958).</summary>
/// <remarks>Only additions and multiplications that IEEE 754 defines to the bit, never fused, and a square root: the numbers are
/// the same on every machine, which initial vectors of a table in a cluster rely on.</remarks>
internal readonly struct NormalWords(float mean, float deviation) : IWordFunction
{
    public (Vector256<float> First, Vector256<float> Last) Apply(Vector256<uint> first, Vector256<uint> last)
    {
        // A group is [w0 ×4, w1 ×4], [w2 ×4, w3 ×4]: radii from w0 and w2, angles from w1 and w3.
        Vector256<uint> radii = Vector256.Create(first.GetLower(), last.GetLower());
        Vector256<uint> angles = Vector256.Create(first.GetUpper(), last.GetUpper());
        Vector256<float> radius = Vector256.Sqrt(Log(radii) * -2f) * deviation;
        (Vector256<float> x, Vector256<float> y) = UnitCircle(angles);
        return (radius * x + Vector256.Create(mean), radius * y + Vector256.Create(mean));
    }

    /// <summary>ln u, u = (2b + 1) / 2²⁴ with b the upper 23 bits of a word; so u is exact and inside (0, 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Log(Vector256<uint> words)
    {
        Vector256<float> u = Vector256.ConvertToSingle(((words >>> 8) | Vector256<uint>.One).AsInt32()) * (1f / (1 << 24));

        // u = m · 2ᵉ with m in [√½, √2): the bits of √½ are subtracted so that the exponent field changes over there.
        Vector256<uint> offset = u.AsUInt32() - Vector256.Create(0x3F35_04F3u);
        Vector256<float> e = Vector256.ConvertToSingle(offset.AsInt32() >> 23);
        Vector256<float> m = ((offset & Vector256.Create(0x007F_FFFFu)) + Vector256.Create(0x3F35_04F3u)).AsSingle();

        // ln m = 2 artanh s = 2 (s + s³/3 + s⁵/5 + …), s = (m − 1) / (m + 1), |s| ≤ 0.172; s¹¹ is below a unit in the last place.
        Vector256<float> s = (m - Vector256<float>.One) / (m + Vector256<float>.One), q = s * s;
        Vector256<float> series = q * (1f / 9) + Vector256.Create(1f / 7);
        series = series * q + Vector256.Create(1f / 5);
        series = series * q + Vector256.Create(1f / 3);
        return e * 0.693147181f + (s + s * q * series) * 2f;
    }

    /// <summary>A point of the unit circle. Its angle within ±π/4 is from 23 bits of the word; of two more bits, one mirrors x,
    /// one exchanges x and y, which makes it uniform on the whole circle.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float> X, Vector256<float> Y) UnitCircle(Vector256<uint> words)
    {
        const float Quarter = 0.785398163f;     // π/4
        Vector256<int> centred = ((words & Vector256.Create(0x00FF_FFFFu)) | Vector256<uint>.One).AsInt32() - Vector256.Create(1 << 23);
        Vector256<float> a = Vector256.ConvertToSingle(centred) * (Quarter / (1 << 23)), q = a * a;

        // The series of Taylor, up to a¹⁰ and a⁹: the next terms are below 2⁻³⁰ on ±π/4.
        Vector256<float> cos = q * (-1f / 3628800) + Vector256.Create(1f / 40320);
        cos = cos * q + Vector256.Create(-1f / 720);
        cos = cos * q + Vector256.Create(1f / 24);
        cos = cos * q + Vector256.Create(-0.5f);
        cos = cos * q + Vector256<float>.One;
        Vector256<float> sin = q * (1f / 362880) + Vector256.Create(-1f / 5040);
        sin = sin * q + Vector256.Create(1f / 120);
        sin = sin * q + Vector256.Create(-1f / 6);
        sin = sin * q * a + a;

        cos ^= (words & Vector256.Create(0x8000_0000u)).AsSingle();
        Vector256<float> exchange = Vector256.Equals(words & Vector256.Create(0x4000_0000u), Vector256<uint>.Zero).AsSingle();
        return (Vector256.ConditionalSelect(exchange, cos, sin), Vector256.ConditionalSelect(exchange, sin, cos));
    }
}
