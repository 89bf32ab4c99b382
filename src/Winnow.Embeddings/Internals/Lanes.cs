using System.Runtime.Intrinsics;

namespace Winnow.Embeddings;

/// <summary>One or several floats that are computed with alike, so that a formula is written once and runs on every width.
/// Only exactly rounded operations, never a fused multiply-add: an element has the same bits on every width.</summary>
internal unsafe interface ILanes<TSelf> where TSelf : struct, ILanes<TSelf>
{
    static abstract int Count { get; }
    static abstract TSelf Load(float* source);
    static abstract TSelf All(float value);
    void Store(float* target);
    static abstract TSelf operator +(TSelf a, TSelf b);
    static abstract TSelf operator -(TSelf a, TSelf b);
    static abstract TSelf operator *(TSelf a, TSelf b);
    static abstract TSelf operator /(TSelf a, TSelf b);
    static abstract TSelf Sqrt(TSelf a);
    static abstract TSelf Clamp(TSelf a, TSelf low, TSelf high);

    /// <summary>The sum of all lanes, in an order that only the width decides.</summary>
    float Sum();
}

/// <summary>One float.</summary>
internal readonly unsafe struct Lanes1(float value) : ILanes<Lanes1>
{
    private readonly float _v = value;

    public static int Count => 1;
    public static Lanes1 Load(float* source) => new(*source);
    public static Lanes1 All(float value) => new(value);
    public void Store(float* target) => *target = _v;
    public static Lanes1 operator +(Lanes1 a, Lanes1 b) => new(a._v + b._v);
    public static Lanes1 operator -(Lanes1 a, Lanes1 b) => new(a._v - b._v);
    public static Lanes1 operator *(Lanes1 a, Lanes1 b) => new(a._v * b._v);
    public static Lanes1 operator /(Lanes1 a, Lanes1 b) => new(a._v / b._v);
    public static Lanes1 Sqrt(Lanes1 a) => new(MathF.Sqrt(a._v));
    public static Lanes1 Clamp(Lanes1 a, Lanes1 low, Lanes1 high) => new(MathF.Min(MathF.Max(a._v, low._v), high._v));
    public float Sum() => _v;
}

/// <summary>Four floats.</summary>
internal readonly unsafe struct Lanes4(Vector128<float> value) : ILanes<Lanes4>
{
    private readonly Vector128<float> _v = value;

    public static int Count => 4;
    public static Lanes4 Load(float* source) => new(Vector128.Load(source));
    public static Lanes4 All(float value) => new(Vector128.Create(value));
    public void Store(float* target) => _v.Store(target);
    public static Lanes4 operator +(Lanes4 a, Lanes4 b) => new(a._v + b._v);
    public static Lanes4 operator -(Lanes4 a, Lanes4 b) => new(a._v - b._v);
    public static Lanes4 operator *(Lanes4 a, Lanes4 b) => new(a._v * b._v);
    public static Lanes4 operator /(Lanes4 a, Lanes4 b) => new(a._v / b._v);
    public static Lanes4 Sqrt(Lanes4 a) => new(Vector128.Sqrt(a._v));
    public static Lanes4 Clamp(Lanes4 a, Lanes4 low, Lanes4 high) => new(Vector128.Min(Vector128.Max(a._v, low._v), high._v));
    public float Sum() => Vector128.Sum(_v);
}

/// <summary>Eight floats.</summary>
internal readonly unsafe struct Lanes8(Vector256<float> value) : ILanes<Lanes8>
{
    private readonly Vector256<float> _v = value;

    public static int Count => 8;
    public static Lanes8 Load(float* source) => new(Vector256.Load(source));
    public static Lanes8 All(float value) => new(Vector256.Create(value));
    public void Store(float* target) => _v.Store(target);
    public static Lanes8 operator +(Lanes8 a, Lanes8 b) => new(a._v + b._v);
    public static Lanes8 operator -(Lanes8 a, Lanes8 b) => new(a._v - b._v);
    public static Lanes8 operator *(Lanes8 a, Lanes8 b) => new(a._v * b._v);
    public static Lanes8 operator /(Lanes8 a, Lanes8 b) => new(a._v / b._v);
    public static Lanes8 Sqrt(Lanes8 a) => new(Vector256.Sqrt(a._v));
    public static Lanes8 Clamp(Lanes8 a, Lanes8 low, Lanes8 high) => new(Vector256.Min(Vector256.Max(a._v, low._v), high._v));
    public float Sum() => Vector128.Sum(_v.GetLower() + _v.GetUpper());
}

/// <summary>Sixteen floats.</summary>
internal readonly unsafe struct Lanes16(Vector512<float> value) : ILanes<Lanes16>
{
    private readonly Vector512<float> _v = value;

    public static int Count => 16;
    public static Lanes16 Load(float* source) => new(Vector512.Load(source));
    public static Lanes16 All(float value) => new(Vector512.Create(value));
    public void Store(float* target) => _v.Store(target);
    public static Lanes16 operator +(Lanes16 a, Lanes16 b) => new(a._v + b._v);
    public static Lanes16 operator -(Lanes16 a, Lanes16 b) => new(a._v - b._v);
    public static Lanes16 operator *(Lanes16 a, Lanes16 b) => new(a._v * b._v);
    public static Lanes16 operator /(Lanes16 a, Lanes16 b) => new(a._v / b._v);
    public static Lanes16 Sqrt(Lanes16 a) => new(Vector512.Sqrt(a._v));
    public static Lanes16 Clamp(Lanes16 a, Lanes16 low, Lanes16 high) => new(Vector512.Min(Vector512.Max(a._v, low._v), high._v));
    public float Sum() => new Lanes8(_v.GetLower() + _v.GetUpper()).Sum();
}
