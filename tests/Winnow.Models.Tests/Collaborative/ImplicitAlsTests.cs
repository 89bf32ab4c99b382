using Winnow.Data;
using Winnow.Numerics;

namespace Winnow.Models.Tests.Collaborative;

public sealed class ImplicitAlsTests : RecommenderContract
{
    protected override RecommenderOptions Options => new ImplicitAlsOptions { Factors = 6, Epochs = 3, Alpha = 5 };

    protected override bool IsRandom => true;

    [Theory]
    [InlineData(ConfidenceScaling.Linear, false)]
    [InlineData(ConfidenceScaling.Log, false)]
    [InlineData(ConfidenceScaling.Linear, true)]
    [InlineData(ConfidenceScaling.Log, true)]
    public void RunEpoch_EqualsTheClosedFormOfHuKorenVolinsky(ConfidenceScaling scaling, bool isExplicit)
    {
        ImplicitAlsOptions options = new() { Factors = 7, Epochs = 1, Alpha = 3, Epsilon = 0.5, L2 = 0.05, Scaling = scaling };
        Interactions train = Train;
        if (isExplicit)
        {
            float[] stars = [.. Enumerable.Range(0, train.Count).Select(i => 1f + i % 5)];
            train = new Interactions(train.Users, train.Items, train.UserOf.ToArray(), train.ItemOf.ToArray(), stars);
        }
        ImplicitAls model = new(options);
        model.Begin(train, new FitContext(WorkerTeam.Single));
        RecommenderState before = new(), after = new();
        model.Save(before);
        model.RunEpoch(0);
        model.Save(after);

        double[,] users = new double[train.Users.Count, 7], items = Matrix(before.Floats("items"), 7);
        DenseAls.SolveAll(train.ByUser, items, users, options);
        DenseAls.SolveAll(train.ByItem, users, items, options);
        AssertClose(users, after.Floats("users"));
        AssertClose(items, after.Floats("items"));
    }

    [Fact]
    public void Score_FoldedInUser_SolvesHisEquation()
    {
        ImplicitAlsOptions options = (ImplicitAlsOptions)Options;
        ITopNRecommender model = Fitted();
        RecommenderState state = new();
        model.Save(state);
        double[,] items = Matrix(state.Floats("items"), options.Factors), user = new double[1, options.Factors];
        HeldOut unseen = Playlists.Unseen(model.Items, [3, 7, 11]);
        DenseAls.SolveAll(unseen.Histories, items, user, options);

        float[] scores = Scores(model, unseen);
        for (int item = 0; item < model.Items; item++)
        {
            double expected = 0;
            for (int d = 0; d < options.Factors; d++) expected += user[0, d] * items[item, d];
            Assert.InRange(scores[item], expected - 1e-4, expected + 1e-4);
        }
    }

    [Fact]
    public void Create_BadSettings_NamesEach()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => new ImplicitAlsOptions { Factors = 0, L2 = 0, Alpha = double.NaN }.Create());
        Assert.Contains("Factors is 0", e.Message, StringComparison.Ordinal);
        Assert.Contains("L2 is 0", e.Message, StringComparison.Ordinal);
        Assert.Contains("Alpha is NaN", e.Message, StringComparison.Ordinal);
    }

    private static double[,] Matrix(float[] values, int cols)
    {
        double[,] matrix = new double[values.Length / cols, cols];
        for (int i = 0; i < values.Length; i++) matrix[i / cols, i % cols] = values[i];
        return matrix;
    }

    /// <summary>The reference keeps float64 between the half passes, the model rounds to float32: a few units in the last place of the largest number.</summary>
    private static void AssertClose(double[,] expected, float[] actual)
    {
        int i = 0;
        foreach (double value in expected)
        {
            Assert.InRange(actual[i], value - 2e-5, value + 2e-5);
            i++;
        }
    }
}
