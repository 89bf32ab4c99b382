using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Winnow.Numerics;

/// <summary>A named, counter-based stream of random numbers: element i is a function of (seed, name, forks, i) and of nothing
/// else, so the order of drawing and the number of threads do not matter.</summary>
/// <remarks>A value of two words; copying it copies no state, because there is none. Philox4x32-10 (Salmon et al., SC 2011).
/// <see cref="UInt32"/>, <see cref="UInt64"/>, <see cref="Uniform"/>, <see cref="Normal"/> … read the same bits: take a fork
/// for each use.</remarks>
public readonly struct RandomStream : IEquatable<RandomStream>
{
    private readonly ulong _key;
    private readonly ulong _salt;

    /// <summary>The stream <paramref name="name"/> of an experiment with this <paramref name="seed"/>.</summary>
    public RandomStream(ulong seed, string name) : this(Mix(seed), Mix(~seed)) => this = Fork(name);

    private RandomStream(ulong key, ulong salt)
    {
        _key = key;
        _salt = salt;
    }

    /// <summary>The sub-stream <paramref name="name"/>, independent of this stream and of all its other forks.</summary>
    public RandomStream Fork(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        RandomStream stream = Fork((ulong)name.Length ^ 0x6E61_6D65_0000_0000);       // apart from numbered forks
        foreach (char c in name) stream = stream.Fork(c);
        return stream;
    }

    /// <summary>The sub-stream number <paramref name="step"/>, independent of this stream and of all its other forks.</summary>
    public RandomStream Fork(ulong step)
    {
        ulong mixed = Mix(step + 0x9E37_79B9_7F4A_7C15);
        return new(Mix(_key ^ mixed), Mix(_salt + mixed * 0xD6E8_FEB8_6659_FD93));
    }

    /// <summary>Word <paramref name="i"/>: 32 random bits.</summary>
    public uint UInt32(ulong i)
    {
        Philox.Block(_key, _salt, (i / Philox.GroupWords * 4) + (i & 3), out uint w0, out uint w1, out uint w2, out uint w3);
        return ((i >> 2) & 3) switch { 0 => w0, 1 => w1, 2 => w2, _ => w3 };
    }

    /// <summary>64 random bits: half <paramref name="i"/> of a block of 128.</summary>
    public ulong UInt64(ulong i)
    {
        Philox.Block(_key, _salt, i >> 1, out uint w0, out uint w1, out uint w2, out uint w3);
        return (i & 1) == 0 ? w0 | ((ulong)w1 << 32) : w2 | ((ulong)w3 << 32);
    }

    /// <summary>Number <paramref name="i"/>, uniform in [0, 1), a multiple of 2⁻²⁴.</summary>
    public float Uniform(ulong i) => (UInt32(i) >> 8) * (1f / (1 << 24));

    /// <summary>Integer <paramref name="i"/>, uniform in [0, <paramref name="bound"/>); no value is off by more than 2⁻⁶⁴.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bound"/> is below 1.</exception>
    public int Below(ulong i, int bound)
    {
        if (bound < 1) Throw.BoundNotPositive(bound);
        return (int)Math.BigMul(UInt64(i), (ulong)bound, out _);
    }

    /// <summary>Number <paramref name="i"/> of the standard normal distribution, cut off at ±5.8; the same on every machine.</summary>
    public float Normal(ulong i)
    {
        float number = 0;
        FillNormal(new Span<float>(ref number), 0, 1, i);
        return number;
    }

    /// <summary>Writes <see cref="UInt32"/> of <paramref name="first"/>, <paramref name="first"/> + 1, ….</summary>
    public void FillUInt32(Span<uint> target, ulong first = 0) => Fill(MemoryMarshal.Cast<uint, float>(target), first, default(WordBits));

    /// <summary>Writes <see cref="Uniform"/> of <paramref name="first"/>, <paramref name="first"/> + 1, … scaled to
    /// [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public void FillUniform(Span<float> target, float low, float high, ulong first = 0) =>
        Fill(target, first, new UniformWords(low, high - low));

    /// <summary>Writes mean + deviation × <see cref="Normal"/> of <paramref name="first"/>, <paramref name="first"/> + 1, ….</summary>
    public void FillNormal(Span<float> target, float mean, float deviation, ulong first = 0) =>
        Fill(target, first, new NormalWords(mean, deviation));

    /// <summary>Permutes <paramref name="values"/> uniformly at random (Fisher and Yates), drawing the elements 0 … n − 2.</summary>
    public void Shuffle<T>(Span<T> values)
    {
        for (int i = values.Length - 1; i > 0; i--)
        {
            int j = Below((ulong)(values.Length - 1 - i), i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    /// <summary>Whether both are the same stream.</summary>
    public bool Equals(RandomStream other) => _key == other._key && _salt == other._salt;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RandomStream other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _key.GetHashCode();

    /// <summary>Whether both are the same stream.</summary>
    public static bool operator ==(RandomStream a, RandomStream b) => a.Equals(b);

    /// <summary>Whether the streams differ.</summary>
    public static bool operator !=(RandomStream a, RandomStream b) => !a.Equals(b);

    private void Fill<TFunction>(Span<float> target, ulong first, TFunction function) where TFunction : struct, IWordFunction
    {
        ulong group = first / Philox.GroupWords;
        int skip = (int)(first % Philox.GroupWords);
        if (skip > 0 && target.Length > 0)
        {
            int count = Math.Min(Philox.GroupWords - skip, target.Length);
            FillPart(target[..count], group++, skip, function);
            target = target[count..];
        }
        for (; target.Length >= Philox.GroupWords; target = target[Philox.GroupWords..])
        {
            (Vector256<uint> words, Vector256<uint> more) = Philox.Group(_key, _salt, group++);
            (Vector256<float> numbers, Vector256<float> others) = function.Apply(words, more);
            numbers.CopyTo(target);
            others.CopyTo(target[8..]);
        }
        if (target.Length > 0) FillPart(target, group, 0, function);
    }

    /// <summary>Part of one group: so every number comes from the same arithmetic, wherever a call begins or ends.</summary>
    private void FillPart<TFunction>(Span<float> target, ulong group, int skip, TFunction function)
        where TFunction : struct, IWordFunction
    {
        Span<float> whole = stackalloc float[Philox.GroupWords];
        (Vector256<uint> words, Vector256<uint> more) = Philox.Group(_key, _salt, group);
        (Vector256<float> numbers, Vector256<float> others) = function.Apply(words, more);
        numbers.CopyTo(whole);
        others.CopyTo(whole[8..]);
        whole.Slice(skip, target.Length).CopyTo(target);
    }

    /// <summary>A bijection on 64 bits in which every input bit flips every output bit half of the time (Stafford's mix 13).</summary>
    private static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58_476D_1CE4_E5B9;
        x = (x ^ (x >> 27)) * 0x94D0_49BB_1331_11EB;
        return x ^ (x >> 31);
    }
}
