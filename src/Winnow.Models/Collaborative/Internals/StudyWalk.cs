using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>The matrix of <see cref="RandomWalk"/> as the code of the RecSys 2019 study computes it: steps are added in float32, and where a cut
/// goes through equal walks those are kept that numpy's <c>argsort</c> puts last.</summary>
internal static class StudyWalk
{
    /// <summary>Walks from each item, of each row the K largest.</summary>
    /// <param name="byItem">Items × users.</param>
    /// <param name="byUser">Users × items.</param>
    /// <param name="topK">K.</param>
    /// <param name="alpha">Power of the transition probabilities.</param>
    /// <param name="beta">Power of the popularity; 0: walks are not divided by it, and compared in float32.</param>
    /// <param name="context">Threads, progress, cancellation.</param>
    internal static CsrMatrix Rows(CsrMatrix byItem, CsrMatrix byUser, int topK, double alpha, double beta, FitContext context)
    {
        RowJob job = new(byItem, byUser, Shares(byUser, (float)alpha), topK, alpha, beta, context);
        context.Team.Run(ref job, byItem.Rows);
        return Join(byItem.Rows, job.Kept);
    }

    /// <summary>Of each column the K largest entries.</summary>
    internal static CsrMatrix CutColumns(CsrMatrix walks, int topK, FitContext context)
    {
        CsrMatrix columns = walks.Transpose(context.Team);
        (int, float)[][] kept = new (int, float)[columns.Rows][];
        for (int column = 0; column < columns.Rows; column++)
        {
            int[] order = [.. Enumerable.Range(0, columns.RowLength(column))];
            NumpyOrder.Sort(columns.RowValues(column), order);
            kept[column] = new (int, float)[Math.Min(topK, order.Length)];
            for (int i = 0; i < kept[column].Length; i++)
            {
                int place = order[order.Length - 1 - i];
                kept[column][i] = (columns.Row(column)[place], columns.RowValues(column)[place]);
            }
        }
        return Join(columns.Cols, kept).Transpose(context.Team);
    }

    /// <summary>p(j | u)ᵅ = (r_uj / Σ_l |r_ul|)ᵅ, one an entry.</summary>
    private static float[] Shares(CsrMatrix byUser, float alpha)
    {
        float[] shares = new float[byUser.Entries];
        for (int user = 0; user < byUser.Rows; user++)
        {
            ReadOnlySpan<float> values = byUser.RowValues(user);
            Span<float> own = shares.AsSpan(byUser.Starts[user], byUser.RowLength(user));
            double sum = values.IsEmpty ? own.Length : 0;
            foreach (float value in values) sum += Math.Abs(value);
            for (int i = 0; i < own.Length; i++)
                own[i] = sum == 0 ? 0 : MathF.Pow((float)((values.IsEmpty ? 1 : values[i]) / sum), alpha);
        }
        return shares;
    }

    private static CsrMatrix Join(int cols, (int Column, float Value)[][] kept)
    {
        int[] rowOf = [.. kept.SelectMany((row, i) => Enumerable.Repeat(i, row.Length))];
        return CsrMatrix.FromEntries(kept.Length, cols, rowOf, [.. kept.SelectMany(row => row.Select(e => e.Column))], [.. kept.SelectMany(row => row.Select(e => e.Value))]);
    }

    private readonly struct RowJob(CsrMatrix byItem, CsrMatrix byUser, float[] shares, int topK, double alpha, double beta, FitContext context) : IParallelJob
    {
        internal readonly (int Column, float Value)[][] Kept = new (int, float)[byItem.Rows][];

        public void Run(int item)
        {
            context.Cancel.ThrowIfCancellationRequested();
            float[] sums = new float[byItem.Rows];
            float back = MathF.Pow((float)(1.0 / byItem.RowLength(item)), (float)alpha);
            foreach (int user in byItem.Row(item))
            {
                int at = byUser.Starts[user];
                foreach (int other in byUser.Row(user)) sums[other] += back * shares[at++];
            }
            sums[item] = 0;
            Kept[item] = beta == 0 ? Largest<float>(sums, x => x) : Largest(Divided(sums), x => (float)x);
        }

        private double[] Divided(float[] sums)
        {
            double[] divided = new double[sums.Length];
            for (int i = 0; i < sums.Length; i++)
                if (sums[i] != 0) divided[i] = sums[i] * Math.Pow(byItem.RowLength(i), -beta);
            return divided;
        }

        private (int, float)[] Largest<T>(T[] walks, Func<T, float> toFloat) where T : struct, System.Numerics.INumber<T>
        {
            int[] order = [.. Enumerable.Range(0, walks.Length)];
            NumpyOrder.Sort<T>(walks, order);
            return [.. order.Reverse().Take(topK).Where(i => !T.IsZero(walks[i])).Select(i => (i, toFloat(walks[i])))];
        }
    }
}
