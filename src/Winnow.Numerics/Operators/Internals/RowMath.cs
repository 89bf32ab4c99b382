using System.Numerics;

namespace Winnow.Numerics;

/// <summary>Sums, products and copies of single rows.</summary>
internal static unsafe class RowMath
{
    /// <summary>Σ x.</summary>
    public static float Sum(float* x, int n)
    {
        Vector<float> sum = default;
        int i = 0;
        for (; i <= n - Vector<float>.Count; i += Vector<float>.Count) sum += Vector.Load(x + i);
        return Vector.Sum(i < n ? sum + Lanes.Load(x + i, n - i) : sum);
    }

    /// <summary>Σ x·y.</summary>
    public static float Dot(float* x, float* y, int n)
    {
        Vector<float> sum = default;
        int i = 0;
        for (; i <= n - Vector<float>.Count; i += Vector<float>.Count) sum += Vector.Load(x + i) * Vector.Load(y + i);
        return Vector.Sum(i < n ? sum + Lanes.Load(x + i, n - i) * Lanes.Load(y + i, n - i) : sum);
    }

    /// <summary>target = value (+ target), the same number everywhere.</summary>
    public static void Fill(float* target, int n, float value, bool add)
    {
        Vector<float> lanes = new(value);
        int i = 0;
        for (; i <= n - Vector<float>.Count; i += Vector<float>.Count) Vector.Store(add ? Vector.Load(target + i) + lanes : lanes, target + i);
        for (; i < n; i++) target[i] = add ? target[i] + value : value;
    }

    /// <summary>target = x (+ target).</summary>
    public static void Write(float* x, float* target, int n, bool add)
    {
        if (add) ColumnSums.Add(x, target, n);
        else new Span<float>(x, n).CopyTo(new Span<float>(target, n));
    }

    /// <summary>target = a ⊙ b (+ target).</summary>
    public static void Multiply(float* a, float* b, float* target, int n, bool add)
    {
        int i = 0;
        for (; i <= n - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> product = Vector.Load(a + i) * Vector.Load(b + i);
            Vector.Store(add ? Vector.Load(target + i) + product : product, target + i);
        }
        for (; i < n; i++) target[i] = (add ? target[i] : 0) + a[i] * b[i];
    }
}
