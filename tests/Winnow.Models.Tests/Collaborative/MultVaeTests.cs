using Winnow.Data;
using Winnow.Numerics;
using Winnow.Numerics.Tests;

namespace Winnow.Models.Tests.Collaborative;

public sealed class MultVaeTests : RecommenderContract
{
    private const int Rows = 7, Hidden = 4, Latent = 3;
    private static readonly MultVaeOptions s_tiny = new() { Hidden = Hidden, Latent = Latent, BatchSize = Rows };

    protected override RecommenderOptions Options => new MultVaeOptions { Hidden = 12, Latent = 5, Epochs = 3, BatchSize = 16, AnnealSteps = 50, LearningRate = 0.01 };

    protected override bool IsRandom => true;

    /// <summary>The whole loss in float64 as the paper writes it, with the same dropped items and the same ε, against the tape.</summary>
    [Fact]
    public void Gradients_WholeLoss_EqualCentralDifferences()
    {
        const double Beta = 0.7;
        CsrMatrix byUser = Train.ByUser;
        using MultVaeTraining training = new(s_tiny, byUser, new FitContext(WorkerTeam.Single));
        foreach (Parameter parameter in training.Parameters)
            foreach (ref float value in parameter.Values) value *= 3;       // away from the flat middle of tanh
        float loss = training.Gradients(0, Beta);

        // Before the first pass the batch is the first users with events, in order.
        int[] users = [.. Enumerable.Range(0, byUser.Rows).Where(user => byUser.RowLength(user) > 0).Take(Rows)];
        RandomStream random = new RandomStream(1, "multVae").Fork("steps").Fork(0);
        List<double[]> parameters = [.. training.Parameters.Select(p => p.Values.ToArray().Select(x => (double)x).ToArray())];
        Assert.Equal(Loss(), loss, 1e-4);
        for (int p = 0; p < parameters.Count; p++)
        {
            Parameter parameter = training.Parameters[p];
            CentralDifferences.Check(parameters[p], i => parameter.Gradients[i], Loss, 1e-5, parameter.Name);
        }

        double Loss()
        {
            double sum = 0;
            int entry = 0;
            for (int r = 0; r < Rows; r++)
            {
                ReadOnlySpan<int> items = byUser.Row(users[r]);
                double[] x = new double[byUser.Cols];
                foreach (int item in items)
                    x[item] = random.Fork("dropout").Uniform((ulong)entry++) < 0.5f ? 0 : 2 / Math.Sqrt(items.Length);
                double[] latent = Linear([.. Linear(x, 0).Select(Math.Tanh)], 1), z = new double[Latent];
                float[] noise = new float[Latent];
                random.Fork("latent").FillNormal(noise, 0, 1, (ulong)(r * Latent));
                for (int d = 0; d < Latent; d++)
                {
                    z[d] = latent[d] + noise[d] * Math.Exp(latent[Latent + d] / 2);
                    sum += Beta / 2 * (latent[d] * latent[d] + Math.Exp(latent[Latent + d]) - 1 - latent[Latent + d]);
                }
                double[] logits = Linear([.. Linear(z, 2).Select(Math.Tanh)], 3);
                double logSum = Math.Log(logits.Sum(Math.Exp));
                foreach (int item in items) sum += logSum - logits[item];
            }
            return sum / Rows;
        }

        double[] Linear(double[] x, int layer)
        {
            double[] weight = parameters[2 * layer], y = [.. parameters[2 * layer + 1]];
            for (int i = 0; i < x.Length; i++)
                for (int o = 0; o < y.Length; o++) y[o] += x[i] * weight[i * y.Length + o];
            return y;
        }
    }

    [Fact]
    public void Step_Repeated_LowersTheLoss()
    {
        using WorkerTeam team = new(2);
        using MultVaeTraining training = new((MultVaeOptions)Options with { Dropout = 0 }, Train.ByUser, new FitContext(team));
        float first = training.Step(0), last = 0;
        for (int i = 0; i < 200; i++) last = training.Step(0);
        Assert.True(last < 0.8f * first, $"loss went from {first} to {last}");
    }

    [Fact]
    public void Step_Warm_AllocatesNothing()
    {
        using MultVaeTraining training = new((MultVaeOptions)Options, Train.ByUser, new FitContext(WorkerTeam.Single));
        for (int i = 0; i < 20; i++) training.Step(16 * (i % 2));
        Allocations.AssertNone(() => training.Step(16));
    }

    /// <summary>Whoever is scored by his history is scored alike, trained on or not.</summary>
    [Fact]
    public void Score_SameHistory_DoesNotDependOnTheUser()
    {
        Interactions train = Train;
        ITopNRecommender model = Fitted();
        Assert.Equal(Scores(model, Playlists.Known(train)), Scores(model, Playlists.FoldedIn(train)));
    }
}
