using Winnow.Data;
using Winnow.Numerics;

namespace Winnow.Models.Tests.Collaborative;

public sealed class PureSvdTests : RecommenderContract
{
    protected override RecommenderOptions Options => new PureSvdOptions { Factors = 6, Oversampling = 4, PowerIterations = 2 };

    protected override bool IsRandom => true;

    [Fact]
    public void Fit_AsManyFactorsAsItems_ReproducesTheInteractions()
    {
        Interactions train = Train;
        ITopNRecommender model = new PureSvdOptions { Factors = train.Items.Count }.Create();
        model.Fit(train, new FitContext(WorkerTeam.Single));
        float[] known = Scores(model, Playlists.Known(train)), folded = Scores(model, Playlists.FoldedIn(train));
        for (int user = 0; user < train.Users.Count; user++)
        {
            for (int item = 0; item < train.Items.Count; item++)
            {
                float expected = train.ByUser.Row(user).Contains(item) ? 1 : 0;
                Assert.InRange(known[user * train.Items.Count + item], expected - 1e-4f, expected + 1e-4f);
                Assert.InRange(folded[user * train.Items.Count + item], expected - 1e-4f, expected + 1e-4f);
            }
        }
    }

    /// <summary>Eckart and Young: no matrix of rank f is nearer than Σ of the squares of the values left out.</summary>
    [Theory, InlineData(60, 40), InlineData(40, 60)]
    public void Fit_FewFactors_IsAsNearAsTheBestApproximation(int users, int items)
    {
        const int Factors = 5;
        Interactions train = Playlists.Make(users, items);
        ITopNRecommender model = new PureSvdOptions { Factors = Factors, PowerIterations = 12 }.Create();
        model.Fit(train, new FitContext(WorkerTeam.Single));
        float[] scores = Scores(model, Playlists.Known(train));
        double distance = 0;
        for (int user = 0; user < users; user++)
            for (int item = 0; item < items; item++)
            {
                double error = scores[user * items + item] - (train.ByUser.Row(user).Contains(item) ? 1 : 0);
                distance += error * error;
            }

        double[] values = ExactValues(train, Math.Max(users, items));
        double best = values.Skip(Factors).Sum(value => value * value);
        Assert.InRange(distance, best * 0.9999, best * 1.001);
    }

    private static double[] ExactValues(Interactions train, int n)
    {
        double[] columns = new double[n * n], values = new double[n], right = new double[n * n];
        for (int user = 0; user < train.Users.Count; user++)
            foreach (int item in train.ByUser.Row(user)) columns[item * n + user] = 1;
        JacobiSvd.Decompose(columns, values, right);
        return values;
    }
}
