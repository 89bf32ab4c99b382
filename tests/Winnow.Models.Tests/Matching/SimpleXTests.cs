using Winnow.Data;
using Winnow.Models.Tests.Collaborative;
using Winnow.Numerics;
using Winnow.Numerics.Tests;

namespace Winnow.Models.Tests.Matching;

public sealed class SimpleXTests : RecommenderContract
{
    private static readonly SimpleXOptions s_small = new() { Factors = 9, Epochs = 3, BatchSize = 32, Negatives = 24, HistoryLength = 5, Margin = 0.2, NegativeWeight = 5, LearningRate = 0.01 };

    protected override RecommenderOptions Options => s_small;

    protected override bool IsRandom => true;

    /// <summary>The whole loss in float64 as the paper writes it, with the same negatives, against the tape.</summary>
    [Theory, InlineData(1), InlineData(0.3)]
    public void Gradients_WholeLoss_EqualCentralDifferences(double gate)
    {
        const int Users = 20, Items = 15, Batch = 24, Factors = 3;
        SimpleXOptions options = s_small with { Factors = Factors, BatchSize = Batch, Negatives = 12, HistoryLength = 3, Gate = gate, InitialDeviation = 0.7, Margin = 0.05 };
        Interactions train = Playlists.Make(Users, Items);
        using SimpleXTraining training = new(options, train, new FitContext(WorkerTeam.Single));
        float loss = training.Gradients(0, out MatrixView rowGradients);
        int[] rows = training.Batch.Rows.ToArray();
        double[] table = Doubles(training.Table.Values), map = Doubles(training.Map.Values);
        RandomStream random = new RandomStream(1, "simpleX").Fork("negatives").Fork(0);
        int[] negatives = [.. Enumerable.Range(0, options.Negatives).Select(i => random.Below((ulong)i, Items))];

        Assert.Equal(Loss(), loss, 1e-5);
        CentralDifferences.Check(map, i => training.Map.Gradients[i], Loss, 1e-5, "map");
        CentralDifferences.Check(table, RowGradient, Loss, 1e-5, "table");

        double RowGradient(int i)
        {
            int slot = Array.IndexOf(rows, i / Factors);
            return slot < 0 ? 0 : rowGradients[slot, i % Factors];
        }

        double Loss()
        {
            // Before the first pass the batch is the first events, user by user.
            double sum = 0;
            int done = 0;
            for (int user = 0; user < Users; user++)
            {
                int[] events = [.. Enumerable.Range(0, train.Count).Where(e => train.UserOf[e] == user).Select(e => train.ItemOf[e])];
                for (int e = 0; e < events.Length && done < Batch; e++, done++)
                {
                    int[] others = [.. events.Where((_, other) => other != e).TakeLast(options.HistoryLength)];
                    double[] h = UserVector(user, others);
                    sum += 1 - Cosine(h, Row(events[e]));
                    foreach (int negative in negatives)
                        if (!events.Contains(negative)) sum += options.NegativeWeight / negatives.Length * Math.Max(0, Cosine(h, Row(negative)) - options.Margin);
                }
            }
            return sum / Batch;
        }

        double[] UserVector(int user, int[] others)
        {
            double[] h = [.. Row(Items + user).Select(x => gate * x)];
            foreach (int other in others)
                for (int k = 0; k < Factors; k++)
                    for (int d = 0; d < Factors; d++) h[d] += (1 - gate) * table[other * Factors + k] / others.Length * map[k * Factors + d];
            return h;
        }

        double[] Row(int row) => table[(row * Factors)..((row + 1) * Factors)];
    }

    [Fact]
    public void Step_Repeated_LowersTheLoss()
    {
        using WorkerTeam team = new(2);
        using SimpleXTraining training = new(s_small, Train, new FitContext(team));
        float first = 0, last = 0;
        for (int i = 0; i < 20; i++) first += training.Step(0);
        for (int i = 0; i < 300; i++) last = training.Step(0);
        Assert.True(last < 0.8f * first / 20, $"loss went from {first / 20} to {last}");
    }

    [Fact]
    public void Step_Warm_AllocatesNothing()
    {
        using SimpleXTraining training = new(s_small, Train, new FitContext(WorkerTeam.Single));
        for (int i = 0; i < 200; i++) training.Step(32 * (i % 2));
        Allocations.AssertNone(() => training.Step(32));
    }

    [Fact]
    public void Create_OptionsOutOfRange_NamesThemAll()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => new SimpleXOptions { Factors = 0, Gate = 2, Margin = 3, NegativeWeight = 0, Negatives = 0 }.Create());
        foreach (string name in (string[])["Factors", "Gate", "Margin", "NegativeWeight", "Negatives"]) Assert.Contains(name, e.Message, StringComparison.Ordinal);
    }

    private static double Cosine(double[] x, double[] y) => x.Zip(y, (a, b) => a * b).Sum() / Math.Sqrt(x.Sum(a => a * a) * y.Sum(b => b * b));

    private static double[] Doubles(ReadOnlySpan<float> values) => [.. values.ToArray().Select(x => (double)x)];
}
