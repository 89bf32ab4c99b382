using Winnow.Numerics;

namespace Winnow.Models.Tests.Collaborative;

/// <summary>Equations 4 and 5 of Hu, Koren and Volinsky (ICDM 2008) as they stand there: all confidences dense, Gaussian elimination.</summary>
internal static class DenseAls
{
    internal static void SolveAll(CsrMatrix events, double[,] known, double[,] wanted, ImplicitAlsOptions options)
    {
        int f = known.GetLength(1);
        for (int row = 0; row < events.Rows; row++)
        {
            if (events.RowLength(row) == 0) continue;
            double[,] a = new double[f, f + 1];
            for (int d = 0; d < f; d++) a[d, d] = options.L2;
            for (int other = 0; other < known.GetLength(0); other++)
            {
                double strength = Strength(events, row, other), confidence = strength == 0 ? 1 : Confidence(strength, options);
                for (int d = 0; d < f; d++)
                {
                    for (int e = 0; e < f; e++) a[d, e] += confidence * known[other, d] * known[other, e];
                    if (strength > 0) a[d, f] += confidence * known[other, d];
                }
            }
            Eliminate(a, f);
            for (int d = 0; d < f; d++) wanted[row, d] = a[d, f];
        }
    }

    private static double Confidence(double strength, ImplicitAlsOptions options) => options.Scaling == ConfidenceScaling.Linear
        ? 1 + options.Alpha * strength
        : 1 + options.Alpha * Math.Log(1 + strength / options.Epsilon);

    private static double Strength(CsrMatrix events, int row, int col)
    {
        int at = events.Row(row).IndexOf(col);
        return at < 0 ? 0 : events.IsBinary ? 1 : events.RowValues(row)[at];
    }

    private static void Eliminate(double[,] a, int n)
    {
        for (int p = 0; p < n; p++)
        {
            for (int r = 0; r < n; r++)
            {
                if (r == p) continue;
                double factor = a[r, p] / a[p, p];
                for (int c = p; c <= n; c++) a[r, c] -= factor * a[p, c];
            }
        }
        for (int p = 0; p < n; p++) a[p, n] /= a[p, p];
    }
}
