using Winnow.Numerics;

namespace Winnow.Models.Tests.Collaborative;

public sealed class DeferredAdamRowsTests
{
    [Theory, InlineData(1), InlineData(0.05f)]
    public unsafe void Push_RowsSeldomTouched_EqualsAdamOnAllRows(float share)
    {
        const int Rows = 12, Dim = 19, Steps = 900;
        RandomStream random = new(4, "rows");
        PinnedMatrix values = new(Rows, Dim);
        random.FillNormal(values.Values, 0, 1);
        double[] w = [.. values.Values.Select(x => (double)x)], m = new double[w.Length], v = new double[w.Length];
        DeferredAdamRows rows = new(values, rate: 0.01);
        float[] block = new float[Rows * Dim], gradients = new float[Rows * Dim];
        fixed (float* block0 = block, gradients0 = gradients)
        {
            for (int step = 1; step <= Steps; step++)
            {
                RandomStream here = random.Fork((ulong)step);
                int[] touched = [.. Enumerable.Range(0, Rows).Where(row => here.Uniform((ulong)row) < share)];
                here.Fork("gradients").FillNormal(gradients, 0, 0.1f);
                rows.Pull(touched, new MatrixView(block0, touched.Length, Dim), WorkerTeam.Single);
                for (int i = 0; i < touched.Length * Dim; i++) AssertNear(w[touched[i / Dim] * Dim + i % Dim], block[i]);
                rows.Push(touched, new MatrixView(gradients0, touched.Length, Dim), WorkerTeam.Single);
                Adam(w, m, v, touched, gradients, Dim, step);
            }
        }
        rows.Settle(WorkerTeam.Single);
        for (int i = 0; i < w.Length; i++) AssertNear(w[i], values.Values[i]);
    }

    /// <summary>The plain rule on every row, in float64; 900 steps of at most about 0.01 rounded to float32 each stay far below this bound.</summary>
    private static void AssertNear(double expected, float actual) => Assert.InRange(actual, expected - 2e-4, expected + 2e-4);

    private static void Adam(double[] w, double[] m, double[] v, int[] touched, float[] gradients, int dim, int step)
    {
        for (int i = 0; i < w.Length; i++)
        {
            int slot = Array.IndexOf(touched, i / dim);
            double g = slot < 0 ? 0 : gradients[slot * dim + i % dim];
            m[i] = 0.9 * m[i] + 0.1 * g;
            v[i] = 0.999 * v[i] + 0.001 * g * g;
            double rate = 0.01 * Math.Sqrt(1 - Math.Pow(0.999, step)) / (1 - Math.Pow(0.9, step));
            if (m[i] != 0) w[i] -= rate * m[i] / (Math.Sqrt(v[i]) + 1e-8);
        }
    }
}
