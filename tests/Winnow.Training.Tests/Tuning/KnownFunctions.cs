using System.Globalization;
using Winnow.Training.Tuning;

namespace Winnow.Training.Tests.Tuning;

/// <summary>Functions with a known maximum (the usual minima with the sign turned).</summary>
internal static class KnownFunctions
{
    /// <summary>Branin: three maxima of −0.397887 in [−5, 10] × [0, 15].</summary>
    public const double BraninBest = -0.397887;

    /// <summary>Hartmann-3: one maximum of 3.86278 in [0, 1]³.</summary>
    public const double HartmannBest = 3.86278;

    private static readonly double[,] s_a = { { 3, 10, 30 }, { 0.1, 10, 35 }, { 3, 10, 30 }, { 0.1, 10, 35 } };
    private static readonly double[,] s_p = { { 0.3689, 0.1170, 0.2673 }, { 0.4699, 0.4387, 0.7470 }, { 0.1091, 0.8732, 0.5547 }, { 0.0381, 0.5743, 0.8828 } };
    private static readonly double[] s_c = [1, 1.2, 3, 3.2];

    public static SearchSpace BraninSpace { get; } = new(new RealDimension("x", -5, 10), new RealDimension("y", 0, 15));

    public static SearchSpace HartmannSpace { get; } = new(new RealDimension("a", 0, 1), new RealDimension("b", 0, 1), new RealDimension("c", 0, 1));

    public static double Branin(SearchPoint point)
    {
        double x = Number(point, "x"), y = Number(point, "y");
        double bend = y - 5.1 / (4 * Math.PI * Math.PI) * x * x + 5 / Math.PI * x - 6;
        return -(bend * bend + 10 * (1 - 1 / (8 * Math.PI)) * Math.Cos(x) + 10);
    }

    public static double Hartmann(SearchPoint point)
    {
        double[] x = [Number(point, "a"), Number(point, "b"), Number(point, "c")];
        double sum = 0;
        for (int i = 0; i < 4; i++)
        {
            double exponent = 0;
            for (int j = 0; j < 3; j++) exponent += s_a[i, j] * (x[j] - s_p[i, j]) * (x[j] - s_p[i, j]);
            sum += s_c[i] * Math.Exp(-exponent);
        }
        return sum;
    }

    public static double Number(SearchPoint point, string name) => double.Parse(point.Settings[name], CultureInfo.InvariantCulture);
}
