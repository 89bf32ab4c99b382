using Winnow.Data;
using Winnow.Numerics;

namespace Winnow.Models.Tests.Collaborative;

/// <summary>SLIM-BPR as its definition reads: a full matrix in float64, both halves written where it is symmetric.</summary>
internal static class PlainSlimBpr
{
    internal static double[,] Fit(Interactions train, SlimBprOptions options, ulong seed)
    {
        int items = train.Items.Count;
        double[,] s = new double[items, items];
        double[] first = new double[items], second = new double[items];
        // The model numbers items by popularity before it draws; the reference must draw the same triples.
        int[] itemOf = [.. Enumerable.Range(0, items).OrderByDescending(train.ByItem.RowLength)], rankOf = new int[items];
        for (int rank = 0; rank < items; rank++) rankOf[itemOf[rank]] = rank;
        CsrMatrix ranked = CsrMatrix.FromEntries(train.Users.Count, items, train.UserOf, [.. train.ItemOf.ToArray().Select(item => rankOf[item])]);
        TripleSampler sampler = new(ranked, options.Sampling);
        int t = 0, samples = sampler.Samples + (options.Sampling == PairwiseSampling.ByUser ? 1 : 0);
        for (int epoch = 0; epoch < options.Epochs; epoch++)
        {
            sampler.Reset(new RandomStream(seed, "slimBpr").Fork((ulong)epoch));
            for (int n = 0; n < samples; n++)
            {
                (int user, int taken, int left) = sampler.Next();
                int i = itemOf[taken], j = itemOf[left];
                double x = 0;
                foreach (int l in train.ByUser.Row(user)) x += s[i, l] - s[j, l];
                double g = 1 / (1 + Math.Exp(x));
                t++;
                double gi = Adapt(i), gj = Adapt(j);
                foreach (int l in train.ByUser.Row(user))
                {
                    if (l != i) Set(i, l, s[i, l] + options.LearningRate * (gi - options.PositiveL2 * s[i, l]));
                    if (l != j) Set(j, l, s[j, l] - options.LearningRate * (gj - options.NegativeL2 * s[j, l]));
                }

                double Adapt(int item)
                {
                    if (options.Rule == PairwiseRule.Sgd) return g;
                    if (options.Rule == PairwiseRule.Adagrad) return g / (Math.Sqrt(second[item] += g * g) + 1e-8);
                    first[item] = 0.9 * first[item] + 0.1 * g;
                    second[item] = 0.999 * second[item] + 0.001 * g * g;
                    return first[item] / (1 - Math.Pow(0.9, t)) / (Math.Sqrt(second[item] / (1 - Math.Pow(0.999, t))) + 1e-8);
                }
            }
        }
        return s;

        void Set(int row, int col, double value)
        {
            s[row, col] = value;
            if (options.Symmetric) s[col, row] = value;
        }
    }
}
