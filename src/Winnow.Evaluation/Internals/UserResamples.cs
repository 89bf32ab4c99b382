using System.Numerics;
using System.Runtime.InteropServices;
using Winnow.Numerics;

namespace Winnow.Evaluation.Internals;

/// <summary>Means of many columns of users' values over the same resamples of the users.</summary>
internal static class UserResamples
{
    /// <summary>Draws the resamples.</summary>
    /// <param name="columns">Each has one value a user; NaN: he does not count.</param>
    /// <param name="options">Resamples, seed, threads.</param>
    /// <returns>The mean of each column over each resample, [columns][resamples]; the same users in the same resample of all columns.</returns>
    internal static double[][] Means(float[][] columns, BootstrapOptions options)
    {
        double[][] means = new double[columns.Length][];
        for (int i = 0; i < columns.Length; i++) means[i] = new double[options.Resamples];
        if (columns.Length == 0) return means;
        using WorkerTeam team = new(Math.Min(options.Threads, options.Resamples));
        Job job = new(columns, means, new RandomStream(options.Seed, "bootstrap"));
        team.Run(ref job, options.Resamples);
        return means;
    }

    private readonly struct Job(float[][] columns, double[][] means, RandomStream stream) : IParallelJob
    {
        public void Run(int chunk)
        {
            byte[] counts = new byte[columns[0].Length];
            float[] weights = new float[counts.Length];
            PoissonCounts.Draw(stream.Fork((ulong)chunk).Fork("rows"), counts);
            for (int i = 0; i < counts.Length; i++) weights[i] = counts[i];
            for (int i = 0; i < columns.Length; i++) means[i][chunk] = Mean(columns[i], weights);
        }

        private static double Mean(float[] values, float[] weights)
        {
            ReadOnlySpan<Vector<float>> x = MemoryMarshal.Cast<float, Vector<float>>(values), w = MemoryMarshal.Cast<float, Vector<float>>(weights);
            Vector<float> sum = default, weight = default;
            for (int i = 0; i < x.Length; i++)
            {
                Vector<int> counts = Vector.Equals(x[i], x[i]);                       // not NaN
                sum += Vector.ConditionalSelect(counts, x[i] * w[i], default);
                weight += Vector.ConditionalSelect(counts, w[i], default);
            }
            double total = Vector.Sum(sum), users = Vector.Sum(weight);
            for (int i = x.Length * Vector<float>.Count; i < values.Length; i++)
                if (!float.IsNaN(values[i])) (total, users) = (total + values[i] * weights[i], users + weights[i]);
            return total / users;
        }
    }
}
