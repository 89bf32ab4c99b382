using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>YᵀY in float64, lower triangle: fixed chunks of rows, added in fixed order.</summary>
internal static class Gram
{
    private const int MostChunks = 16, LeastRows = 64;

    /// <summary>The Gram matrix of the rows, [cols, cols], zeros above the diagonal.</summary>
    public static double[] Of(PinnedMatrix rows, WorkerTeam team)
    {
        int n = rows.Cols, chunkRows = Math.Max(LeastRows, (rows.Rows + MostChunks - 1) / MostChunks);
        int chunks = (rows.Rows + chunkRows - 1) / chunkRows;
        Job job = new() { Rows = rows, ChunkRows = chunkRows, Partials = new double[chunks][] };
        team.Run(ref job, chunks);
        double[] sum = new double[n * n];
        foreach (double[] partial in job.Partials)
            for (int i = 0; i < sum.Length; i++) sum[i] += partial[i];
        return sum;
    }

    private struct Job : IParallelJob
    {
        public PinnedMatrix Rows;
        public int ChunkRows;
        public double[][] Partials;

        public readonly void Run(int chunk)
        {
            int n = Rows.Cols, first = chunk * ChunkRows, count = Math.Min(ChunkRows, Rows.Rows - first);
            int[] all = new int[count];
            for (int i = 0; i < count; i++) all[i] = first + i;
            using NormalEquations equations = new(n);
            double[] partial = new double[n * n];
            equations.Reset(partial);
            equations.Add(Rows, all, default(One));
            equations.Matrix.CopyTo(partial);
            Partials[chunk] = partial;
        }
    }

    private readonly struct One : IOuterWeight
    {
        public (double Matrix, double RightSide) Of(int j) => (1, 0);
    }
}
