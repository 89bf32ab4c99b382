using Winnow.Data;
using Winnow.Numerics;

namespace Winnow.Models.Tests.Collaborative;

/// <summary>EASE^R and SLIM beside their definitions in plain float64.</summary>
public sealed class LinearModelReferenceTests
{
    private static readonly Interactions s_train = Playlists.Make(90, 50);

    [Fact]
    public void EaseR_SmallLog_EqualsTheClosedForm()
    {
        double[,] r = DenseNeighbours.Dense(s_train.ByUser), gram = DenseNeighbours.Multiply(DenseNeighbours.Transposed(r), r);
        int n = gram.GetLength(0);
        for (int i = 0; i < n; i++) gram[i, i] += 2.5;
        double[,] p = Inverse(gram), b = new double[n, n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) b[i, j] = i == j ? 0 : -p[i, j] / p[j, j];

        DenseNeighbours.AssertClose(DenseNeighbours.Multiply(r, b), Scores(new EaseROptions { L2 = 2.5f }), tolerance: 2e-5);      // condition about 100
    }

    [Theory, InlineData(0.02f, 0.1f, false), InlineData(0.01f, 0.9f, false), InlineData(0.05f, 0.00002f, true), InlineData(0.03f, 1f, false)]
    public void SlimElasticNet_SmallLog_IsTheMinimum(float alpha, float l1Ratio, bool sparseLog)
    {
        // The sparse log has so few pairs that the Gram matrix is kept sparse.
        Interactions train = sparseLog ? Playlists.Make(40, 200) : s_train;
        SlimElasticNetOptions options = new() { TopK = 1000, Alpha = alpha, L1Ratio = l1Ratio, Tolerance = 1e-7f, Epochs = 2000 };
        SlimElasticNet model = (SlimElasticNet)options.Create();
        model.Fit(train, new FitContext(WorkerTeam.Single));
        double[,] w = DenseNeighbours.Dense(model.Weights), expected = Minimum(train, alpha, l1Ratio);
        DenseNeighbours.AssertClose(expected, w, tolerance: 1e-3);
    }

    [Fact]
    public void SlimElasticNet_DropSmallest_LosesOneCoefficientAnItem()
    {
        SlimElasticNetOptions options = new() { TopK = 1000, Alpha = 0.02f, L1Ratio = 0.1f };
        CsrMatrix all = Learnt(options).Transpose(), fewer = Learnt(options with { DropSmallest = true }).Transpose();
        Assert.True(all.Entries > s_train.Items.Count);
        for (int item = 0; item < all.Rows; item++)
        {
            Assert.Equal(Math.Max(0, all.RowLength(item) - 1), fewer.RowLength(item));
            if (all.RowLength(item) > 1) Assert.True(fewer.RowValues(item).ToArray().Min() >= all.RowValues(item).ToArray().Min());
        }
    }

    private static CsrMatrix Learnt(SlimElasticNetOptions options)
    {
        SlimElasticNet model = (SlimElasticNet)options.Create();
        model.Fit(s_train, new FitContext(WorkerTeam.Single));
        return model.Weights;
    }

    private static double[,] Scores(RecommenderOptions options)
    {
        ITopNRecommender model = options.Create();
        model.Fit(s_train, new FitContext(WorkerTeam.Single));
        return DenseNeighbours.Scores(model, s_train);
    }

    /// <summary>Plain coordinate descent on the residual, until nothing moves.</summary>
    private static double[,] Minimum(Interactions train, double alpha, double l1Ratio)
    {
        double[,] x = DenseNeighbours.Dense(train.ByUser);
        int users = x.GetLength(0), items = x.GetLength(1);
        double l1 = alpha * l1Ratio * users, l2 = alpha * (1 - l1Ratio) * users;
        double[,] w = new double[items, items];
        for (int j = 0; j < items; j++)
        {
            double[] residual = [.. Enumerable.Range(0, users).Select(u => x[u, j])];
            double step = 1;
            for (int pass = 0; pass < 5000 && step > 1e-12; pass++)
            {
                step = 0;
                for (int i = 0; i < items; i++)
                {
                    double norm = 0, inner = 0;
                    for (int u = 0; u < users; u++) (norm, inner) = (norm + x[u, i] * x[u, i], inner + x[u, i] * residual[u]);
                    if (i == j || norm == 0) continue;
                    double value = Math.Max(0, inner + norm * w[i, j] - l1) / (norm + l2), change = value - w[i, j];
                    for (int u = 0; u < users && change != 0; u++) residual[u] -= change * x[u, i];
                    w[i, j] = value;
                    step = Math.Max(step, Math.Abs(change));
                }
            }
        }
        return w;
    }

    private static double[,] Inverse(double[,] a)
    {
        int n = a.GetLength(0);
        double[,] work = (double[,])a.Clone(), inverse = new double[n, n];
        for (int i = 0; i < n; i++) inverse[i, i] = 1;
        for (int k = 0; k < n; k++)
        {
            double pivot = work[k, k];
            for (int j = 0; j < n; j++) (work[k, j], inverse[k, j]) = (work[k, j] / pivot, inverse[k, j] / pivot);
            for (int i = 0; i < n; i++)
            {
                double factor = i == k ? 0 : work[i, k];
                for (int j = 0; j < n && factor != 0; j++) (work[i, j], inverse[i, j]) = (work[i, j] - factor * work[k, j], inverse[i, j] - factor * inverse[k, j]);
            }
        }
        return inverse;
    }
}
