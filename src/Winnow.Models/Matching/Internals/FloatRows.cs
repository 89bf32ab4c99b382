using System.Numerics;

namespace Winnow.Models;

/// <summary>The few vector loops that towers are made of.</summary>
internal static unsafe class FloatRows
{
    public static float Dot(float* x, float* y, int n)
    {
        Vector<float> a = default, b = default;
        int d = 0;
        for (; d <= n - 2 * Vector<float>.Count; d += 2 * Vector<float>.Count)
        {
            a += Vector.Load(x + d) * Vector.Load(y + d);
            b += Vector.Load(x + d + Vector<float>.Count) * Vector.Load(y + d + Vector<float>.Count);
        }
        for (; d <= n - Vector<float>.Count; d += Vector<float>.Count) a += Vector.Load(x + d) * Vector.Load(y + d);
        float sum = Vector.Sum(a + b);
        for (; d < n; d++) sum += x[d] * y[d];
        return sum;
    }

    /// <summary>y += factor · x.</summary>
    public static void AddScaled(float* x, float factor, float* y, int n)
    {
        int d = 0;
        for (; d <= n - Vector<float>.Count; d += Vector<float>.Count) Vector.Store(Vector.Load(y + d) + Vector.Load(x + d) * factor, y + d);
        for (; d < n; d++) y[d] += x[d] * factor;
    }

    /// <summary>y = factor · x, or y += factor · x.</summary>
    public static void Write(float* x, float factor, float* y, int n, bool add)
    {
        if (!add) new Span<float>(y, n).Clear();
        AddScaled(x, factor, y, n);
    }

    /// <summary>y = x / ‖x‖, or zeros if x is zero. Returns 1 / ‖x‖, or 0.</summary>
    public static float Normalize(float* x, float* y, int n)
    {
        float square = Dot(x, x, n), scale = square > 0 ? 1 / MathF.Sqrt(square) : 0;
        for (int d = 0; d < n; d++) y[d] = x[d] * scale;
        return scale;
    }
}
