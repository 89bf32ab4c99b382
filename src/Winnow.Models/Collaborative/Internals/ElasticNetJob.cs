using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>Solves min ½ wᵀGw − qᵀw + λ₁‖w‖₁ + ½ λ₂‖w‖², w ≥ 0, w_j = 0, for a chunk of items j; q is row j of the Gram matrix G.</summary>
/// <remarks>One pass over all items that may gain a coefficient finds an active set; its part of G is gathered into one small matrix, on which
/// coordinate descent runs until it changes little; then the gradient of all others is computed. Those that should gain a
/// coefficient join the set, and so on until nobody does and the duality gap is small. Where no interaction is negative an item whose q
/// is not above λ₁ can never gain one, because Gw only lowers its gradient.</remarks>
internal unsafe struct ElasticNetJob : IParallelJob
{
    internal const int ItemsAChunk = 8;
    private const double LocalShare = 0.1;           // of the tolerance is left to the active set, so that the rest decides
    private const float SmallestStep = 1e-7f;        // of the largest coefficient: float32 does not tell smaller ones apart

    internal GramRows Gram;
    internal float L1, L2;
    internal SlimElasticNetOptions Options;
    internal FitContext Context;
    internal int[][] Columns;
    internal float[][] Values;
    internal int Done;

    public void Run(int chunk)
    {
        using ElasticNetWorkspace work = new(Gram.Items);
        int end = Math.Min(Gram.Items, (chunk + 1) * ItemsAChunk);
        for (int item = chunk * ItemsAChunk; item < end; item++)
        {
            Context.Cancel.ThrowIfCancellationRequested();
            Solve(item, work);
            Emit(item, work);
        }
        Context.Progress?.Report(Interlocked.Add(ref Done, end - chunk * ItemsAChunk) / (double)Gram.Items);
    }

    private readonly void Solve(int item, ElasticNetWorkspace work)
    {
        work.Clear();
        Gram.Add(item, 1, work.Q);
        FindCandidates(item, work);
        int passes = FirstPass(work);
        double wanted = Options.Tolerance * (double)Gram.Diagonal[item], near = LocalShare * wanted;
        bool grown = true;
        while (passes < Options.Epochs && work.Active.Count > 0)
        {
            if (grown) work.GatherActive(Gram);
            passes = Descend(work, passes, near, out bool stands);
            work.RefreshProducts(Gram);
            grown = work.AddViolators(L1) > 0;
            if (grown) continue;
            if (stands || Gap(work, Gram.Diagonal[item]) <= wanted) return;
            near *= LocalShare;
        }
    }

    /// <summary>Items that may gain a coefficient, the most correlated first, so that the first pass leaves out what they explain.</summary>
    private readonly void FindCandidates(int item, ElasticNetWorkspace work)
    {
        List<int> candidates = work.Candidates;
        for (int i = 0; i < Gram.Items; i++)
            if (i != item && Gram.Diagonal[i] > 0 && (Gram.HasNegative || work.Q[i] > L1)) candidates.Add(i);
        float[] keys = new float[candidates.Count];
        for (int k = 0; k < keys.Length; k++) keys[k] = -work.Q[candidates[k]] / MathF.Sqrt(Gram.Diagonal[candidates[k]] + L2);
        int[] order = [.. candidates];
        Array.Sort(keys, order);
        candidates.Clear();
        candidates.AddRange(order);
    }

    private readonly int FirstPass(ElasticNetWorkspace work)
    {
        foreach (int i in work.Candidates)
        {
            float wanted = work.Q[i] - work.Products[i] - L1;
            if (wanted <= 0) continue;
            work.W[i] = wanted / (Gram.Diagonal[i] + L2);
            Gram.Add(i, work.W[i], work.Products);
            work.Activate(i);
        }
        return 1;
    }

    /// <summary>Coordinate descent on the active set until the objective is near its minimum, or stands because steps vanish in the rounding;
    /// returns the passes made so far.</summary>
    private readonly int Descend(ElasticNetWorkspace work, int passes, double near, out bool stands)
    {
        int n = work.Active.Count, stride = work.Stride;
        float* residual = work.Residual;             // q − Gw of the active ones
        float largestStep, largest;
        do
        {
            (largestStep, largest) = (0, 0);
            for (int k = 0; k < n; k++)
            {
                float* row = work.Local + (nint)k * stride;
                float before = work.LocalW[k];
                float after = Math.Max(0, residual[k] + row[k] * before - L1) / (row[k] + L2);
                largest = Math.Max(largest, after);
                if (after == before) continue;
                GramRows.AddScaled(row, before - after, residual, stride);
                work.LocalW[k] = after;
                largestStep = Math.Max(largestStep, Math.Abs(after - before));
            }
            passes++;
            stands = largestStep <= SmallestStep * largest;
        }
        while (!stands && passes < Options.Epochs && Violation(work) > 2 * L2 * near);
        for (int k = 0; k < n; k++) work.W[work.Active[k]] = work.LocalW[k];
        return passes;
    }

    /// <summary>‖violation of the optimality conditions‖² of the active items.</summary>
    private readonly double Violation(ElasticNetWorkspace work)
    {
        double sum = 0;
        for (int k = 0; k < work.Active.Count; k++)
        {
            double off = work.Residual[k] - L1 - L2 * work.LocalW[k];
            if (work.LocalW[k] == 0 && off < 0) continue;
            sum += off * off;
        }
        return sum;
    }

    /// <summary>How far the objective may still be above its minimum: the smaller of two bounds. One is the duality gap of the elastic net
    /// (as scikit-learn computes it from the Gram matrix), useless in float32 where λ₁ is tiny; the other holds because the objective
    /// is λ₂-strongly convex: ½ ‖violation of the optimality conditions‖² / λ₂. <paramref name="squares"/> is ‖y‖².</summary>
    private readonly double Gap(ElasticNetWorkspace work, double squares)
    {
        double dual = 0, violation = 0, weightSquares = 0, weightSum = 0, explained = 0, fitted = 0;
        foreach (int i in work.Candidates)
        {
            double w = work.W[i], gradient = work.Q[i] - work.Products[i] - L2 * w;
            dual = Math.Max(dual, gradient);
            double off = w > 0 ? gradient - L1 : Math.Max(0, gradient - L1);
            violation += off * off;
            weightSquares += w * w;
            weightSum += w;
            explained += w * work.Q[i];
            fitted += w * work.Products[i];
        }
        double residual = squares + fitted - 2 * explained;
        double scale = dual > L1 ? L1 / dual : 1;
        double gap = dual > L1 ? 0.5 * (residual + residual * scale * scale) : residual;
        gap += L1 * weightSum - scale * (squares - explained) + 0.5 * L2 * (1 + scale * scale) * weightSquares;
        return L2 > 0 ? Math.Min(gap, 0.5 * violation / L2) : gap;
    }

    private readonly void Emit(int item, ElasticNetWorkspace work)
    {
        List<int> kept = [.. work.Active.Where(work.IsPositive).Order()];
        if (Options.DropSmallest && kept.Count > 0 && kept.Count <= Options.TopK) kept.Remove(work.Smallest(kept));
        Columns[item] = [.. kept];
        Values[item] = [.. kept.Select(work.WeightOf)];
    }
}
