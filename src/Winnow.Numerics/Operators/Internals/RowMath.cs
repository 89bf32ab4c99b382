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
        Vector<float> a = default, b = default;     // two chains, so one need not wait for the other
        int i = 0;
        for (; i <= n - 2 * Vector<float>.Count; i += 2 * Vector<float>.Count)
        {
            a = Vector.MultiplyAddEstimate(Vector.Load(x + i), Vector.Load(y + i), a);
            b = Vector.MultiplyAddEstimate(Vector.Load(x + i + Vector<float>.Count), Vector.Load(y + i + Vector<float>.Count), b);
        }
        for (; i < n; i += Vector<float>.Count)
        {
            int count = Math.Min(Vector<float>.Count, n - i);
            a += count == Vector<float>.Count ? Vector.Load(x + i) * Vector.Load(y + i) : Lanes.Load(x + i, count) * Lanes.Load(y + i, count);
        }
        return Vector.Sum(a + b);
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
