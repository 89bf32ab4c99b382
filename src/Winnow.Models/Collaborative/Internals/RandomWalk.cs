using Winnow.Data;
using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>The item matrix of the walk models; see <see cref="P3Alpha"/> and <see cref="Rp3Beta"/>.</summary>
internal static class RandomWalk
{
    internal static IEnumerable<string> Faults(int topK, float alpha, float beta)
    {
        if (topK < 1) yield return $"TopK {topK} must be at least 1";
        if (!(alpha >= 0 && float.IsFinite(alpha))) yield return $"Alpha {alpha} must be a finite number, not negative";
        if (!(beta >= 0 && float.IsFinite(beta))) yield return $"Beta {beta} must be a finite number, not negative";
    }

    internal static CsrMatrix Learn(Interactions train, int topK, double alpha, double beta, bool normalize, bool asStudied, FitContext context)
    {
        CsrMatrix byItem = train.ByItem, byUser = train.ByUser;
        if (asStudied)
        {
            CsrMatrix rows = StudyWalk.Rows(byItem, byUser, topK, alpha, beta, context);
            return StudyWalk.CutColumns(normalize ? ScaledRows(rows) : rows, topK, context);
        }
        CsrMatrix walks = byUser.IsBinary
            ? Walk(byItem, byUser, Steps(byUser, alpha))             // p(j | u) is the same for all j: a weight of the user
            : Walk(byItem.WithValues(null), byUser.WithValues(Shares(byUser, alpha)), null);
        if (normalize) walks = ScaledRows(walks);
        return walks.Transpose(context.Team).LargestOfRows(topK, context.Team).Transpose(context.Team);

        CsrMatrix Walk(CsrMatrix first, CsrMatrix second, double[]? weights) => SparseTopK.Product(
            first, second, topK, Ends(byItem, alpha, beta), skipDiagonal: true, context.Team, weights, context.Progress, cancel: context.Cancel);
    }

    /// <summary>The probability p(j | u)ᵅ = n_u⁻ᵅ of a step from a user.</summary>
    private static double[] Steps(CsrMatrix byUser, double alpha)
    {
        double[] steps = new double[byUser.Rows];
        for (int user = 0; user < steps.Length; user++) steps[user] = byUser.RowLength(user) == 0 ? 0 : Math.Pow(1.0 / byUser.RowLength(user), alpha);
        return steps;
    }

    /// <summary>p(j | u)ᵅ = (r_uj / Σ_l |r_ul|)ᵅ.</summary>
    private static float[] Shares(CsrMatrix byUser, double alpha)
    {
        float[] shares = new float[byUser.Entries];
        for (int user = 0; user < byUser.Rows; user++)
        {
            double sum = 0;
            foreach (float value in byUser.RowValues(user)) sum += Math.Abs(value);
            int at = byUser.Starts[user];
            foreach (float value in byUser.RowValues(user)) shares[at++] = sum == 0 ? 0 : (float)Math.Pow(value / sum, alpha);
        }
        return shares;
    }

    /// <summary>p(u | i)ᵅ = n_i⁻ᵅ, the same for all users of an item, and n_j⁻ᵝ.</summary>
    private static WalkEnds Ends(CsrMatrix byItem, double alpha, double beta)
    {
        double[] start = new double[byItem.Rows], end = new double[byItem.Rows];
        for (int item = 0; item < start.Length; item++)
        {
            int count = byItem.RowLength(item);
            if (count > 0) (start[item], end[item]) = (Math.Pow(1.0 / count, alpha), Math.Pow(count, -beta));
        }
        return new WalkEnds(start, end);
    }

    private static CsrMatrix ScaledRows(CsrMatrix walks)
    {
        float[] scaled = walks.Values.ToArray();
        for (int row = 0; row < walks.Rows; row++)
        {
            Span<float> values = scaled.AsSpan(walks.Starts[row], walks.RowLength(row));
            double sum = 0;
            foreach (float value in values) sum += Math.Abs(value);
            if (sum == 0) continue;
            for (int i = 0; i < values.Length; i++) values[i] = (float)(values[i] / sum);
        }
        return walks.WithValues(scaled);
    }

    private struct WalkEnds(double[] start, double[] end) : IProductFormula
    {
        private double _start;

        public void Begin(int row) => _start = start[row];

        public readonly double Apply(double product, int column) => product * _start * end[column];
    }
}
