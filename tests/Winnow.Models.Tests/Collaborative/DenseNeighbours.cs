using Winnow.Data;
using Winnow.Numerics;

namespace Winnow.Models.Tests.Collaborative;

/// <summary>The neighbourhood and walk models written straight from their definitions, dense and in float64.</summary>
internal static class DenseNeighbours
{
    internal static double[,] Dense(CsrMatrix matrix)
    {
        double[,] dense = new double[matrix.Rows, matrix.Cols];
        for (int row = 0; row < matrix.Rows; row++)
            for (int i = 0; i < matrix.RowLength(row); i++) dense[row, matrix.Row(row)[i]] = matrix.IsBinary ? 1 : matrix.RowValues(row)[i];
        return dense;
    }

    internal static double[,] Transposed(double[,] x)
    {
        double[,] y = new double[x.GetLength(1), x.GetLength(0)];
        for (int i = 0; i < x.GetLength(0); i++)
            for (int j = 0; j < x.GetLength(1); j++) y[j, i] = x[i, j];
        return y;
    }

    internal static double[,] Multiply(double[,] x, double[,] y)
    {
        double[,] z = new double[x.GetLength(0), y.GetLength(1)];
        for (int i = 0; i < z.GetLength(0); i++)
            for (int j = 0; j < z.GetLength(1); j++)
                for (int k = 0; k < y.GetLength(0); k++) z[i, j] += x[i, k] * y[k, j];
        return z;
    }

    /// <summary>Weighted documents × terms.</summary>
    internal static double[,] Weighted(double[,] documents, FeatureWeighting weighting)
    {
        int n = documents.GetLength(0), m = documents.GetLength(1);
        double[] lengths = new double[n];
        for (int d = 0; d < n; d++)
            for (int t = 0; t < m; t++) lengths[d] += documents[d, t];
        double average = lengths.Average();
        double[,] weighted = new double[n, m];
        for (int t = 0; t < m; t++)
        {
            int have = Enumerable.Range(0, n).Count(d => documents[d, t] != 0);
            double idf = Math.Log(n / (1.0 + have));
            for (int d = 0; d < n; d++)
            {
                double r = documents[d, t];
                weighted[d, t] = r == 0 ? 0 : weighting switch
                {
                    FeatureWeighting.TfIdf => Math.Sqrt(r) * idf,
                    FeatureWeighting.Bm25 => r * 2.2 / (1.2 * (0.25 + 0.75 * lengths[d] / average) + r) * idf,
                    _ => r,
                };
            }
        }
        return weighted;
    }

    /// <summary>W: element (i, j) is the similarity of i and j, the K largest of each column kept; <paramref name="rows"/> are compared.</summary>
    internal static double[,] Similarities(double[,] rows, NeighbourhoodOptions o)
    {
        bool sets = o.Similarity is Similarity.Dice or Similarity.Jaccard or Similarity.Tversky;
        int n = rows.GetLength(0), m = rows.GetLength(1);
        double[,] w = new double[n, n];
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i < n; i++)
            {
                double d = 0, ni = 0, nj = 0;
                for (int u = 0; u < m; u++)
                {
                    double a = sets && rows[i, u] != 0 ? 1 : rows[i, u], b = sets && rows[j, u] != 0 ? 1 : rows[j, u];
                    (d, ni, nj) = (d + a * b, ni + a * a, nj + b * b);
                }
                if (i == j || d == 0) continue;
                double h = o.Shrink, alpha = o.AsymmetricAlpha;
                w[i, j] = o.Similarity switch
                {
                    Similarity.Cosine when !o.Normalize => h == 0 ? d : d / h,
                    Similarity.Cosine => d / (Math.Sqrt(ni) * Math.Sqrt(nj) + h + 1e-6),
                    Similarity.AsymmetricCosine => d / (Math.Pow(nj, alpha) * Math.Pow(ni, 1 - alpha) + h + 1e-6),
                    Similarity.Dice => d / (ni + nj + h + 1e-6),
                    Similarity.Jaccard => d / (ni + nj - d + h + 1e-6),
                    _ => d / (d + o.TverskyAlpha * (nj - d) + o.TverskyBeta * (ni - d) + h + 1e-6),
                };
            }
        }
        return LargestOfColumns(w, o.TopK);
    }

    /// <summary>Equal elements as the models choose: compared in float32, the lower row first.</summary>
    internal static double[,] LargestOfColumns(double[,] w, int k)
    {
        int n = w.GetLength(0);
        double[,] kept = new double[n, w.GetLength(1)];
        for (int j = 0; j < w.GetLength(1); j++)
            foreach (int i in Enumerable.Range(0, n).Where(i => w[i, j] != 0).OrderByDescending(i => (float)w[i, j]).ThenBy(i => i).Take(k)) kept[i, j] = w[i, j];
        return kept;
    }

    /// <summary>The walk matrix of P3alpha and RP3beta.</summary>
    internal static double[,] Walks(double[,] r, int k, double alpha, double beta, bool normalize)
    {
        int users = r.GetLength(0), items = r.GetLength(1);
        double[,] toUser = new double[items, users], toItem = new double[users, items];
        double[] popularity = new double[items];
        for (int u = 0; u < users; u++)
        {
            double sum = 0;
            for (int i = 0; i < items; i++) sum += r[u, i];
            for (int i = 0; i < items; i++) toItem[u, i] = r[u, i] == 0 ? 0 : Math.Pow(r[u, i] / sum, alpha);
            for (int i = 0; i < items; i++) popularity[i] += r[u, i] != 0 ? 1 : 0;
        }
        for (int i = 0; i < items; i++)
            for (int u = 0; u < users; u++) toUser[i, u] = r[u, i] == 0 ? 0 : Math.Pow(1 / popularity[i], alpha);
        double[,] s = Multiply(toUser, toItem);
        for (int i = 0; i < items; i++)
            for (int j = 0; j < items; j++) s[i, j] = i == j || popularity[j] == 0 ? 0 : s[i, j] * Math.Pow(popularity[j], -beta);
        s = Transposed(LargestOfColumns(Transposed(s), k));
        for (int i = 0; normalize && i < items; i++)
        {
            double sum = 0;
            for (int j = 0; j < items; j++) sum += s[i, j];
            for (int j = 0; j < items && sum > 0; j++) s[i, j] /= sum;
        }
        return LargestOfColumns(s, k);
    }

    /// <summary>All users' scores by a model that was fitted.</summary>
    internal static unsafe double[,] Scores(ITopNRecommender model, Interactions train)
    {
        HeldOut known = Playlists.Known(train);
        float[] scores = new float[known.Users.Count * model.Items];
        fixed (float* start = scores) model.Score(new Winnow.Evaluation.UserBlock(known, 0, known.Users.Count), new MatrixView(start, known.Users.Count, model.Items));
        double[,] result = new double[known.Users.Count, model.Items];
        Buffer.BlockCopy(scores.Select(x => (double)x).ToArray(), 0, result, 0, scores.Length * sizeof(double));
        return result;
    }

    /// <summary>Every element agrees to some units of float32 of the largest.</summary>
    internal static void AssertClose(double[,] expected, double[,] actual, double tolerance = 2e-6)
    {
        double largest = Math.Max(1e-3, expected.Cast<double>().Max(Math.Abs));
        for (int i = 0; i < expected.GetLength(0); i++)
            for (int j = 0; j < expected.GetLength(1); j++)
                Assert.True(Math.Abs(expected[i, j] - actual[i, j]) <= tolerance * largest, $"({i}, {j}): expected {expected[i, j]:g9}, got {actual[i, j]:g9}");
    }
}
