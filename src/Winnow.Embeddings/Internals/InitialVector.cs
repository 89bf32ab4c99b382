using System.Runtime.Intrinsics;
using Winnow.Numerics;

namespace Winnow.Embeddings;

/// <summary>The vector a row starts with: normal numbers that depend on (seed, table name, key, element) and on nothing else,
/// least of all on the order in which keys arrive.</summary>
internal readonly unsafe struct InitialVector
{
    private const int Lanes = 16;
    private const uint WeylA = 0x9E37_79B9, WeylB = 0xBB67_AE85, MixA = 0x7FEB_352D, MixB = 0x846C_A68B;
    private const float Unit = 1f / (1 << 24);

    private readonly ulong _salt;
    private readonly float _scale;
    private readonly int _zeroColumns;
    private readonly bool _bfloat16;

    internal InitialVector(EmbeddingTableOptions options)
    {
        _salt = new RandomStream(options.Seed, "embeddings").Fork(options.Name).UInt64(0);
        _scale = options.InitialScale;
        _zeroColumns = options.ZeroColumns;
        _bfloat16 = options.Precision == RowPrecision.BFloat16;
    }

    /// <summary>Writes the initial vector of <paramref name="key"/>, rounded to what the table can store.</summary>
    internal void Fill(ulong key, float* target, int dimension)
    {
        ulong hash = KeyHash.Of(KeyHash.Of(key) ^ _salt);
        float* normals = stackalloc float[Lanes];
        for (int first = 0; first < dimension; first += Lanes)
        {
            (Normals(hash, (uint)first) * _scale).Store(normals);
            int count = Math.Min(Lanes, dimension - first);
            for (int i = 0; i < count; i++) target[first + i] = _bfloat16 ? RowCodec.Nearest(normals[i]) : normals[i];
        }
        new Span<float>(target, Math.Min(_zeroColumns, dimension)).Clear();
    }

    /// <summary>Sixteen standard normal numbers (Box and Muller, 1958), within ±5.9.</summary>
    private static Vector512<float> Normals(ulong hash, uint first)
    {
        Vector512<uint> element = Vector512<uint>.Indices + Vector512.Create(first);
        Vector512<uint> a = Mix(Vector512.Create((uint)hash) + element * WeylA);
        Vector512<uint> b = Mix(Vector512.Create((uint)(hash >> 32)) ^ (element * WeylB));
        Vector512<float> radius = Vector512.Sqrt(Vector512.Log((ToFloat(a) + Vector512.Create(0.5f)) * Unit) * -2f);
        return radius * Vector512.Cos(ToFloat(b) * (2 * MathF.PI * Unit));
    }

    private static Vector512<float> ToFloat(Vector512<uint> bits) => Vector512.ConvertToSingle((bits >>> 8).AsInt32());

    private static Vector512<uint> Mix(Vector512<uint> x)
    {
        x = (x ^ (x >>> 16)) * MixA;
        x = (x ^ (x >>> 15)) * MixB;
        return x ^ (x >>> 16);
    }
}
