using Winnow.Data;
using Winnow.Models.Tests.Collaborative;
using Winnow.Numerics;
using Winnow.Retrieval;

namespace Winnow.Models.Tests.Matching;

/// <summary>The whole loss of the two towers, in float64 as the documentation writes it, against the tape.</summary>
public sealed class TwoTowerGradientTests
{
    private const int Users = 20, Items = 15, Batch = 24, Uniform = 12, Factors = 4, Heads = 2, Length = 3;

    public static TheoryData<HistoryPooling, VectorMetric, bool> Forms => new()
    {
        { HistoryPooling.Attention, VectorMetric.InnerProduct, true },
        { HistoryPooling.Attention, VectorMetric.Cosine, false },
        { HistoryPooling.Recency, VectorMetric.Cosine, true },
        { HistoryPooling.Mean, VectorMetric.InnerProduct, false },
    };

    [Theory, MemberData(nameof(Forms))]
    public void Gradients_WholeLoss_EqualCentralDifferences(HistoryPooling pooling, VectorMetric metric, bool shared)
    {
        TwoTowerOptions options = new()
        {
            Factors = Factors, Heads = Heads, HistoryLength = Length, Pooling = pooling, Metric = metric, SharedItems = shared, UserIds = true, UserLayers = [5], ItemLayers = [3],
            Temperature = 0.7, Dropout = 0, BatchSize = Batch, UniformNegatives = Uniform, InitialDeviation = 0.7,
        };
        Interactions train = Playlists.WithContent(Playlists.Make(Users, Items));
        using TwoTowerTraining training = new(options, train, new FitContext(WorkerTeam.Single));
        int n = 0;
        foreach (Parameter parameter in training.Parameters)
            foreach (ref float value in parameter.Values) value = 0.5f * MathF.Sin(++n) + 0.1f;      // none zero, none alike
        float loss = training.Gradients(0, out MatrixView rowGradients);
        int[] rows = training.Batch.Rows.ToArray();

        TwoTowerReference reference = new(options, train, training);
        Assert.Equal(reference.Loss(), loss, 1e-5);
        foreach (Parameter parameter in training.Parameters)
            CentralDifferences.Check(reference.Parameters[parameter.Name], i => parameter.Gradients[i], reference.Loss, 1e-5, parameter.Name);
        CentralDifferences.Check(reference.Table, i => RowGradient(i), reference.Loss, 1e-5, "table");

        double RowGradient(int i)
        {
            int slot = Array.IndexOf(rows, i / Factors);
            return slot < 0 ? 0 : rowGradients[slot, i % Factors];
        }
    }

    /// <summary>Slow, plain and independent of the batches: everything by its definition.</summary>
    private sealed class TwoTowerReference
    {
        private readonly TwoTowerOptions _options;
        private readonly Interactions _train;
        private readonly int[] _draws;

        public TwoTowerReference(TwoTowerOptions options, Interactions train, TwoTowerTraining training)
        {
            (_options, _train) = (options, train);
            Table = [.. training.Table.Values.Values.Select(x => (double)x)];
            Parameters = training.Parameters.ToDictionary(p => p.Name, p => p.Values.ToArray().Select(x => (double)x).ToArray());
            RandomStream uniform = new RandomStream(1, "twoTower").Fork("steps").Fork(0).Fork("uniform");
            _draws = [.. Enumerable.Range(0, Uniform).Select(i => uniform.Below((ulong)i, Items))];
        }

        public double[] Table { get; }

        public Dictionary<string, double[]> Parameters { get; }

        public double Loss()
        {
            List<(int User, int[] History, int Target)> examples = [];
            for (int user = 0; user < Users; user++)
            {
                int[] events = [.. Enumerable.Range(0, _train.Count).Where(e => _train.UserOf[e] == user).Select(e => _train.ItemOf[e])];
                for (int e = 0; e < events.Length; e++)
                    if (Array.IndexOf(events, events[e]) == e) examples.Add((user, [.. events[..e].TakeLast(Length)], events[e]));
            }
            double[] frequency = new double[Items];
            foreach ((_, _, int target) in examples) frequency[target] += 1.0 / examples.Count;
            examples = examples[..Batch];
            int[] counts = new int[Items];
            foreach (int item in (int[])[.. examples.Select(e => e.Target), .. _draws]) counts[item]++;
            return examples.Average(e => ExampleLoss(e.User, e.History, e.Target, counts, i => Math.Log(Batch * frequency[i] + (double)Uniform / Items)));
        }

        private double ExampleLoss(int user, int[] history, int target, int[] counts, Func<int, double> logExpected)
        {
            double[] u = User(user, history);
            double own = Dot(u, Item(target)) / _options.Temperature - logExpected(target), sum = Math.Exp(own);
            for (int item = 0; item < Items; item++)
                if (counts[item] > 0 && _train.ByUser.Row(user).IndexOf(item) < 0)
                    sum += counts[item] * Math.Exp(Dot(u, Item(item)) / _options.Temperature - logExpected(item));
            return Math.Log(sum) - own;
        }

        private double[] Item(int item)
        {
            double[] x = Sum(Row(item), ItemContent(item));
            return Finish(Sum(x, Layers("item", x)));
        }

        private double[] User(int user, int[] history)
        {
            double[][] vectors = [.. history.Select(i => Sum(Row(_options.SharedItems ? i : Items + i), ItemContent(i)))];
            double[] latest = vectors.Length > 0 ? vectors[^1] : new double[Factors], pooled = Pool(vectors, latest);
            int firstUser = (_options.SharedItems ? 1 : 2) * Items + 5;
            double[] own = Sum(Row(firstUser + user), Row(firstUser + Users + user % 2));
            return Finish(Sum(Sum(pooled, own), Layers("user", [.. pooled, .. latest, .. own])));
        }

        private double[] Pool(double[][] vectors, double[] latest)
        {
            double[] pooled = new double[Factors];
            int width = Factors / Heads;
            for (int h = 0; h < Heads; h++)
            {
                double[] weights = new double[vectors.Length];
                for (int p = 0; p < weights.Length; p++)
                {
                    double logit = _options.Pooling == HistoryPooling.Mean ? 0 : Parameters["ages"][(weights.Length - 1 - p) * Heads + h];
                    if (_options.Pooling == HistoryPooling.Attention)
                        for (int d = h * width; d < (h + 1) * width; d++)
                            for (int k = 0; k < Factors; k++) logit += latest[k] * Parameters["query"][k * Factors + d] * vectors[p][d] / Math.Sqrt(width);
                    weights[p] = Math.Exp(logit);
                }
                for (int p = 0; p < weights.Length; p++)
                    for (int d = h * width; d < (h + 1) * width; d++) pooled[d] += weights[p] / weights.Sum() * vectors[p][d];
            }
            return pooled;
        }

        private double[] Layers(string name, double[] x)
        {
            for (int layer = 0; layer < 2; layer++)
            {
                double[] weight = Parameters[$"{name}.{layer}.weight"], y = [.. Parameters[$"{name}.{layer}.bias"]];
                for (int i = 0; i < x.Length; i++)
                    for (int o = 0; o < y.Length; o++) y[o] += x[i] * weight[i * y.Length + o];
                x = layer == 0 ? [.. y.Select(v => Math.Max(v, 0))] : y;
            }
            return x;
        }

        private double[] Finish(double[] x)
        {
            if (_options.Metric != VectorMetric.Cosine) return x;
            double norm = Math.Sqrt(Dot(x, x));
            return [.. x.Select(v => v / norm)];
        }

        /// <summary>Features of an item weigh 1 and ½: their weighted mean.</summary>
        private double[] ItemContent(int item)
        {
            int first = (_options.SharedItems ? 1 : 2) * Items;
            double[] one = Row(first + item % 2), other = Row(first + 2 + item % 3);
            return [.. one.Zip(other, (a, b) => (a + 0.5 * b) / 1.5)];
        }

        private double[] Row(int row) => Table[(row * Factors)..((row + 1) * Factors)];

        private static double[] Sum(double[] x, double[] y) => [.. x.Zip(y, (a, b) => a + b)];

        private static double Dot(double[] x, double[] y) => x.Zip(y, (a, b) => a * b).Sum();
    }
}
