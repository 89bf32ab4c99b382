namespace Winnow.Training.Tuning.Internals;

/// <summary>Minimum of a smooth function in a box: BFGS on the coordinates that are not pressed against a bound, with backtracking.</summary>
/// <remarks>Nocedal and Wright, Numerical Optimization, 2006, section 6.1; the projection of Bertsekas, SIAM J. Control 20(2), 1982.</remarks>
internal static class BoundedMinimum
{
    private const double Armijo = 1e-4, Converged = 1e-6;

    /// <summary>A function that writes its gradient and returns its value.</summary>
    public delegate double Function(double[] at, double[] gradient);

    /// <summary>Descends from a start.</summary>
    /// <param name="function">The function; +∞ where it is not defined.</param>
    /// <param name="start">Where to begin; moved into the box.</param>
    /// <param name="low">Lower bounds.</param>
    /// <param name="high">Upper bounds.</param>
    /// <param name="steps">Most steps.</param>
    public static (double[] At, double Value) Find(Function function, double[] start, double[] low, double[] high, int steps)
    {
        int d = start.Length;
        double[] x = Clamp(start, low, high), gradient = new double[d], nextGradient = new double[d], inverse = Identity(d);
        double value = function(x, gradient);
        if (!double.IsFinite(value)) return (x, double.PositiveInfinity);
        for (int step = 0; step < steps; step++)
        {
            bool[] free = [.. x.Select((v, i) => !(v <= low[i] && gradient[i] > 0) && !(v >= high[i] && gradient[i] < 0))];
            if (!Enumerable.Range(0, d).Any(i => free[i] && Math.Abs(gradient[i]) > Converged)) break;
            double[] direction = Direction(inverse, gradient, free);
            (double[] next, double nextValue) = Backtrack(function, x, value, gradient, direction, low, high, nextGradient);
            if (!(nextValue < value)) break;
            Update(inverse, x, next, gradient, nextGradient);
            bool stalls = value - nextValue < 1e-9 * (1 + Math.Abs(value));
            (x, value) = (next, nextValue);
            (gradient, nextGradient) = (nextGradient, gradient);
            if (stalls) break;
        }
        return (x, value);
    }

    private static double[] Direction(double[] inverse, double[] gradient, bool[] free)
    {
        int d = gradient.Length;
        double[] direction = new double[d];
        double slope = 0;
        for (int i = 0; i < d; i++)
        {
            if (!free[i]) continue;
            for (int j = 0; j < d; j++) if (free[j]) direction[i] -= inverse[i * d + j] * gradient[j];
            slope += direction[i] * gradient[i];
        }
        if (slope < 0) return direction;
        for (int i = 0; i < d; i++) direction[i] = free[i] ? -gradient[i] : 0;       // curvature went astray: plain descent
        return direction;
    }

    private static (double[] At, double Value) Backtrack(
        Function function, double[] x, double value, double[] gradient, double[] direction, double[] low, double[] high, double[] nextGradient)
    {
        double longest = direction.Max(Math.Abs), length = longest > 2 ? 2 / longest : 1;     // two units of a logarithm are far
        for (int tries = 0; tries < 25; tries++, length *= 0.5)
        {
            double[] next = Clamp([.. x.Select((v, i) => v + length * direction[i])], low, high);
            double gain = 0;
            for (int i = 0; i < x.Length; i++) gain += gradient[i] * (next[i] - x[i]);
            double nextValue = function(next, nextGradient);
            if (nextValue <= value + Armijo * gain && nextValue < value) return (next, nextValue);
        }
        return (x, value);
    }

    /// <summary>H ← (I − ρsyᵀ) H (I − ρysᵀ) + ρssᵀ; left as it is where the curvature is not positive.</summary>
    private static void Update(double[] inverse, double[] x, double[] next, double[] gradient, double[] nextGradient)
    {
        int d = x.Length;
        double[] s = new double[d], y = new double[d], hy = new double[d];
        double sy = 0, yhy = 0;
        for (int i = 0; i < d; i++) (s[i], y[i]) = (next[i] - x[i], nextGradient[i] - gradient[i]);
        for (int i = 0; i < d; i++) sy += s[i] * y[i];
        if (!(sy > 1e-12)) return;
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < d; j++) hy[i] += inverse[i * d + j] * y[j];
            yhy += y[i] * hy[i];
        }
        for (int i = 0; i < d; i++)
            for (int j = 0; j < d; j++)
                inverse[i * d + j] += (1 + yhy / sy) * s[i] * s[j] / sy - (hy[i] * s[j] + s[i] * hy[j]) / sy;
    }

    private static double[] Identity(int d)
    {
        double[] identity = new double[d * d];
        for (int i = 0; i < d; i++) identity[i * d + i] = 1;
        return identity;
    }

    private static double[] Clamp(double[] x, double[] low, double[] high) => [.. x.Select((v, i) => Math.Clamp(v, low[i], high[i]))];
}
