using System.Collections.Concurrent;

namespace Winnow.Serving;

/// <summary>Nodes and weights of Gauss–Legendre quadrature on [0, 1]: with n nodes exact for polynomials up to degree 2n − 1.</summary>
internal sealed class GaussLegendre
{
    private static readonly ConcurrentDictionary<int, GaussLegendre> s_rules = new();

    private GaussLegendre(int count)
    {
        (Nodes, Weights) = (new double[count], new double[count]);
        for (int i = 0; i < count; i++)
        {
            double x = Math.Cos(Math.PI * (i + 0.75) / (count + 0.5)), slope = 0;      // close enough to the root for Newton's method
            for (double step = 1; Math.Abs(step) > 1e-15; x -= step)
            {
                (double value, slope) = Legendre(count, x);
                step = value / slope;
            }
            Nodes[i] = (1 - x) / 2;
            Weights[i] = 1 / ((1 - x * x) * slope * slope);
        }
    }

    /// <summary>Where to evaluate, in (0, 1).</summary>
    public double[] Nodes { get; }

    /// <summary>Their weights; they add up to 1.</summary>
    public double[] Weights { get; }

    /// <summary>The rule with so many nodes.</summary>
    public static GaussLegendre Rule(int count) => s_rules.GetOrAdd(count, static n => new GaussLegendre(n));

    /// <summary>The Legendre polynomial of a degree and its slope, inside (−1, 1), by Bonnet's recursion.</summary>
    private static (double Value, double Slope) Legendre(int degree, double x)
    {
        double before = 1, value = x;
        for (int k = 2; k <= degree; k++) (before, value) = (value, ((2 * k - 1) * x * value - (k - 1) * before) / k);
        return (value, degree * (before - x * value) / (1 - x * x));
    }
}
