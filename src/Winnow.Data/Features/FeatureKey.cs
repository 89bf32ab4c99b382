using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Winnow.Data;

/// <summary>How 64-bit keys are made. Keys of different tables may coincide: a key means something within its table only.</summary>
/// <remarks>
/// <list type="bullet">
/// <item>0 is no key: nothing is looked up, the vector is zero and gets no gradient.</item>
/// <item>Vocabulary and buckets: key = mix((salt32 of the table with its top bit set) · 2³² + code), where mix is a bijection that
/// keeps 0, so different codes never share a key. Codes: 1 = unknown, 2 = missing (rule "own"), 3 … = the entries in order.</item>
/// <item>Hash: key = hash64(UTF-8 text, salt of the table); 0 is replaced by 1. With n ids two of them share a key with
/// probability about n² / 2⁶⁵. A missing value with the rule "own" has the key of code 2.</item>
/// </list>
/// The salt of a table is hash64(UTF-8 of its name, 0), so keys do not depend on the order of columns or tables.
/// </remarks>
public static unsafe class FeatureKey
{
    /// <summary>"No key".</summary>
    public const ulong None = 0;

    internal const uint UnknownCode = 1, MissingCode = 2, FirstEntryCode = 3;

    private const ulong A = 0x9E37_79B9_7F4A_7C15, B = 0xD6E8_FEB8_6659_FD93, C = 0xA076_1D64_78BD_642F;

    /// <summary>The salt of a table.</summary>
    /// <param name="table">Name of the table.</param>
    public static ulong Salt(string table) => Hash(Encoding.UTF8.GetBytes(table), 0);

    /// <summary>Key of a code: an entry of a vocabulary, a bucket, "unknown" or "missing".</summary>
    /// <param name="salt">Salt of the table.</param>
    /// <param name="code">0 = no key, 1 = unknown, 2 = missing, 3 … = entries.</param>
    public static ulong OfCode(ulong salt, uint code) => code == 0 ? None : Mix(Base(salt) | code);

    /// <summary>Key of a hashed id.</summary>
    /// <param name="text">UTF-8 text of the id, any length.</param>
    /// <param name="salt">Salt of the table.</param>
    public static ulong OfText(ReadOnlySpan<byte> text, ulong salt)
    {
        ulong key = Hash(text, salt);
        return key == None ? 1 : key;
    }

    /// <summary>A 64-bit hash of a byte string: folded 64 × 64 → 128-bit products, 16 bytes a round. Not cryptographic.
    /// The same on every machine.</summary>
    /// <param name="text">The bytes, any length.</param>
    /// <param name="salt">Makes independent hash functions.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(ReadOnlySpan<byte> text, ulong salt)
    {
        fixed (byte* p = text) return Hash(p, text.Length, salt);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Hash(byte* p, int length, ulong salt)
    {
        ulong h = salt + (ulong)length * B;
        return length > 16 ? LongHash(p, length, h) : Finish(First8(p, length), Last8(p, length), h);
    }

    /// <summary>The code of a key made by <see cref="OfCode"/>.</summary>
    internal static uint CodeOf(ulong key) => (uint)Unmix(key);

    /// <summary>The upper half of what is mixed for the codes of a table; its top bit keeps it from being 0.</summary>
    internal static ulong Base(ulong salt) => (salt | (1ul << 63)) & 0xFFFF_FFFF_0000_0000;

    internal static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 32)) * B;
        x = (x ^ (x >> 32)) * B;
        return x ^ (x >> 32);
    }

    internal static ulong Unmix(ulong x)
    {
        x = (x ^ (x >> 32)) * InverseB;
        x = (x ^ (x >> 32)) * InverseB;
        return x ^ (x >> 32);
    }

    /// <summary>B · InverseB = 1 modulo 2⁶⁴.</summary>
    private static readonly ulong InverseB = Inverse(B);

    private static ulong Inverse(ulong odd)
    {
        ulong x = odd;                                      // right in 3 bits; each Newton step doubles that
        for (int i = 0; i < 5; i++) x *= 2 - odd * x;
        return x;
    }

    private static ulong LongHash(byte* p, int length, ulong h)
    {
        for (; length > 16; p += 16, length -= 16) h = Fold(Word64(p) ^ h, Word64(p + 8) ^ A) + h * C;
        return Finish(First8(p, length), Last8(p, length), h);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Finish(ulong first, ulong last, ulong h) => Fold(Fold(first ^ h, last ^ C), (h ^ A) | 1);

    /// <summary>The first 8 of 0–16 bytes; fewer than 8 are read as overlapping pieces, so that every byte counts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong First8(byte* p, int length) =>
        length >= 8 ? Word64(p) : length >= 4 ? Word32(p) : length > 0 ? *p : 0u;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Last8(byte* p, int length) =>
        length >= 8 ? Word64(p + length - 8)
        : length >= 4 ? Word32(p + length - 4)
        : length > 0 ? p[length >> 1] | ((uint)p[length - 1] << 8) : 0u;

    private static ulong Word64(byte* p)
    {
        ulong word = Unsafe.ReadUnaligned<ulong>(p);
        return BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);
    }

    private static uint Word32(byte* p)
    {
        uint word = Unsafe.ReadUnaligned<uint>(p);
        return BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(ulong x, ulong y)
    {
        ulong high = Math.BigMul(x, y, out ulong low);
        return high ^ low;
    }
}
