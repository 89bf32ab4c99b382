using Winnow.Data;
using Winnow.Numerics;

namespace Winnow.Models.Tests.Collaborative;

public sealed class BprMfTests : RecommenderContract
{
    protected override RecommenderOptions Options => new BprMfOptions { Factors = 9, Epochs = 4, BatchSize = 3 };

    protected override bool IsRandom => true;

    public static TheoryData<int, PairwiseRule, PairwiseSampling> Forms
    {
        get
        {
            TheoryData<int, PairwiseRule, PairwiseSampling> forms = [];
            foreach (int batch in (int[])[1, 8])
                foreach (PairwiseRule rule in Enum.GetValues<PairwiseRule>())
                    foreach (PairwiseSampling sampling in Enum.GetValues<PairwiseSampling>()) forms.Add(batch, rule, sampling);
            return forms;
        }
    }

    [Theory, MemberData(nameof(Forms))]
    public void Fit_EveryForm_EqualsThePlainReference(int batch, PairwiseRule rule, PairwiseSampling sampling)
    {
        BprMfOptions options = new()
        {
            Factors = 21, Epochs = 3, BatchSize = batch, Rule = rule, Sampling = sampling, LearningRate = 0.02, UserL2 = 0.03, PositiveL2 = 0.01, NegativeL2 = 0.02,
        };
        (float[] users, float[] items) = Learn(options, epochs: 0);
        PlainBprMf reference = new(Train, options, users, items, seed: 1);
        for (int epoch = 0; epoch < options.Epochs; epoch++) reference.RunEpoch(epoch);

        (users, items) = Learn(options, options.Epochs);
        for (int i = 0; i < users.Length; i++) Assert.InRange(users[i], reference.Users[i] - 2e-4, reference.Users[i] + 2e-4);
        for (int i = 0; i < items.Length; i++) Assert.InRange(items[i], reference.Items[i] - 2e-4, reference.Items[i] + 2e-4);
    }

    /// <summary>One step of plain SGD is the gradient of the objective, which central differences tell.</summary>
    [Fact]
    public void Step_OfOneTriple_FollowsTheGradientOfTheObjective()
    {
        BprMfOptions options = new() { Factors = 5, LearningRate = 0.01, UserL2 = 0.3, PositiveL2 = 0.2, NegativeL2 = 0.1, InitialDeviation = 1 };
        (float[] users, float[] items) = Learn(options, epochs: 0);
        LatentFactors factors = new(Train.Users.Count, Train.Items.Count, 5);
        users.CopyTo(factors.Users.Values, 0);
        items.CopyTo(factors.Items.Values, 0);
        TripleSampler sampler = new(Train.ByUser, options.Sampling);
        sampler.Reset(default(RandomStream).Fork(0));
        (int user, int taken, int left) = sampler.Next();
        BprSteps steps = new(options, Train.ByUser, factors, default);
        steps.RunOne(epoch: 0);

        (int Row, double[] From, float[] After)[] parts =
        [
            (user, Doubles(users, user), factors.Users.Row(user).ToArray()),
            (taken, Doubles(items, taken), factors.Items.Row(taken).ToArray()),
            (left, Doubles(items, left), factors.Items.Row(left).ToArray()),
        ];
        for (int part = 0; part < 3; part++)
        {
            for (int d = 0; d < 5; d++)
            {
                double keep = parts[part].From[d], h = 1e-5;
                parts[part].From[d] = keep + h;
                double up = Objective();
                parts[part].From[d] = keep - h;
                double down = Objective();
                parts[part].From[d] = keep;
                double expected = keep + options.LearningRate * (up - down) / (2 * h);
                Assert.InRange(parts[part].After[d], expected - 1e-6, expected + 1e-6);
            }
        }

        double Objective()
        {
            double x = 0, penalty = 0;
            for (int d = 0; d < 5; d++)
            {
                double u = parts[0].From[d], i = parts[1].From[d], j = parts[2].From[d];
                x += u * (i - j);
                penalty += options.UserL2 * u * u + options.PositiveL2 * i * i + options.NegativeL2 * j * j;
            }
            return -Math.Log(1 + Math.Exp(-x)) - penalty / 2;
        }
    }

    [Fact]
    public void Fit_HugeSteps_SaysThatItDiverged() =>
        Assert.Contains("learning rate", Assert.Throws<ArithmeticException>(() => Learn(new BprMfOptions { LearningRate = 1e20, PositiveL2 = 1 }, 5)).Message, StringComparison.Ordinal);

    private static double[] Doubles(float[] values, int row) => [.. values.Skip(row * 5).Take(5).Select(x => (double)x)];

    private (float[] Users, float[] Items) Learn(BprMfOptions options, int epochs)
    {
        BprMf model = new(options);
        model.Begin(Train, new FitContext(WorkerTeam.Single));
        for (int epoch = 0; epoch < epochs; epoch++) model.RunEpoch(epoch);
        RecommenderState state = new();
        model.Save(state);
        return (state.Floats("users"), state.Floats("items"));
    }
}
