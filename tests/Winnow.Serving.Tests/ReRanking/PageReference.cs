namespace Winnow.Serving.Tests;

/// <summary>The greedy page, computed from the definitions anew for every candidate of every place.</summary>
internal static class PageReference
{
    public static int[] Choose(ReRankOptions options, FakeItems items, Candidate[] candidates, int[] history, int places)
    {
        double[] relevance = Relevances(candidates);
        List<int> page = [];
        while (page.Count < places)
        {
            int best = -1;
            double most = double.NegativeInfinity;
            for (int i = 0; i < candidates.Length; i++)
            {
                if (page.Contains(i)) continue;
                double gain = Objective(options, items, candidates, relevance, history, [.. page, i]);
                if (gain > most) (best, most) = (i, gain);
            }
            page.Add(best);
        }
        return [.. page];
    }

    /// <summary>What the last item of a page brings in relevance and diversity, and the divergence the page has with it.</summary>
    private static double Objective(ReRankOptions options, FakeItems items, Candidate[] candidates, double[] relevance, int[] history, int[] page)
    {
        int last = page[^1];
        double λ = options.Relevance;
        double gain = options.Kind switch
        {
            ReRankKind.Mmr => λ * relevance[last] - (1 - λ) * page[..^1].Select(j => Cosine(items, candidates, last, j)).DefaultIfEmpty(0).Max(),
            ReRankKind.Dpp => (1 - λ) * (LogDeterminant(options, items, candidates, relevance, page) - LogDeterminant(options, items, candidates, relevance, page[..^1])),
            _ => relevance[last],
        };
        if (options.Calibrate is not { } calibrate || history.Length == 0) return gain;
        return (1 - calibrate.Weight) * gain - calibrate.Weight * Divergence(calibrate, items, history, [.. page.Select(p => candidates[p].Item)]);
    }

    /// <summary>log det of the kernel L of the paper, with the qualities in it.</summary>
    private static double LogDeterminant(ReRankOptions options, FakeItems items, Candidate[] candidates, double[] relevance, int[] page)
    {
        double α = options.Relevance / (2.0 * (1 - options.Relevance));
        int n = page.Length;
        double[,] kernel = new double[n, n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
            {
                double similarity = i == j ? 1 : (1 + Cosine(items, candidates, page[i], page[j])) / 2;
                kernel[i, j] = Math.Exp(α * relevance[page[i]]) * similarity * Math.Exp(α * relevance[page[j]]);
            }
        return Math.Log(Determinant(kernel));
    }

    private static double Determinant(double[,] matrix)
    {
        int n = matrix.GetLength(0);
        double determinant = 1;
        for (int k = 0; k < n; k++)
        {
            determinant *= matrix[k, k];
            for (int i = k + 1; i < n; i++)
                for (int j = n - 1; j >= k; j--) matrix[i, j] -= matrix[i, k] / matrix[k, k] * matrix[k, j];
        }
        return determinant;
    }

    private static double Divergence(CalibrateOptions options, FakeItems items, int[] history, int[] page)
    {
        IItemAttribute attribute = items.Attribute(options.Attribute);
        double[] p = Shares(attribute, history), q = Shares(attribute, page);
        double α = options.Smoothing, sum = 0;
        for (int g = 0; g < p.Length; g++)
            if (p[g] > 0) sum += p[g] * Math.Log(p[g] / ((1 - α) * q[g] + α * p[g]));
        return sum;
    }

    private static double[] Shares(IItemAttribute attribute, int[] items)
    {
        double[] shares = new double[attribute.Texts.Count];
        int[] valued = [.. items.Where(i => attribute.Values(i).Length > 0)];
        foreach (int item in valued)
            foreach (int value in attribute.Values(item)) shares[value] += 1.0 / attribute.Values(item).Length / valued.Length;
        return shares;
    }

    private static double[] Relevances(Candidate[] candidates)
    {
        double least = candidates.Min(c => c.Score), most = candidates.Max(c => c.Score);
        return [.. candidates.Select(c => (c.Score - least) / (most - least))];
    }

    private static double Cosine(FakeItems items, Candidate[] candidates, int i, int j)
    {
        double sum = 0;
        ReadOnlySpan<float> x = items.Vector(candidates[i].Item), y = items.Vector(candidates[j].Item);
        for (int d = 0; d < x.Length; d++) sum += (double)x[d] * y[d];
        return sum;
    }
}
