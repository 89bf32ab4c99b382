using Winnow.Data;
using Winnow.Models.Tests.Collaborative;
using Winnow.Numerics;
using Winnow.Numerics.Tests;
using Winnow.Retrieval;

namespace Winnow.Models.Tests.Matching;

public sealed class TwoTowerTests : RecommenderContract
{
    private static readonly TwoTowerOptions s_small = new()
    {
        Factors = 12, Heads = 3, HistoryLength = 5, UserLayers = [10], Epochs = 3, BatchSize = 32, UniformNegatives = 16, LearningRate = 0.01, InitialDeviation = 0.1,
    };

    protected override RecommenderOptions Options => s_small with { HardNegatives = 8, HardDepth = 5 };

    protected override bool IsRandom => true;

    [Fact]
    public void Step_Repeated_LowersTheLoss()
    {
        using WorkerTeam team = new(2);
        using TwoTowerTraining training = new(s_small with { Dropout = 0 }, Train, new FitContext(team));
        float first = 0, last = 0;
        for (int i = 0; i < 20; i++) first += training.Step(0);
        for (int i = 0; i < 300; i++) last = training.Step(0);
        Assert.True(last < 0.8f * first / 20, $"loss went from {first / 20} to {last}");
    }

    [Fact]
    public void Step_Warm_AllocatesNothing()
    {
        using TwoTowerTraining training = new(s_small with { UserIds = true, SharedItems = false, ItemLayers = [6] }, Playlists.WithContent(Train), new FitContext(WorkerTeam.Single));
        for (int i = 0; i < 200; i++) training.Step(32 * (i % 2));
        Allocations.AssertNone(() => training.Step(32));
    }

    /// <summary>What comes after an event must not be seen when it is learnt from: changing it changes nothing.</summary>
    [Fact]
    public void Gradients_LaterEventsChanged_AreTheSame()
    {
        Interactions one = Log([0, 1, 2, 3, 4, 5]), other = Log([0, 1, 2, 3, 5, 4]);
        TwoTowerOptions options = s_small with { SpareTaken = false, BatchSize = 3, UniformNegatives = 0 };       // examples 1, 2 and 3: events 4 and 5 come later
        using TwoTowerTraining first = new(options, one, new FitContext(WorkerTeam.Single)), second = new(options, other, new FitContext(WorkerTeam.Single));
        Assert.Equal(first.Gradients(0, out _), second.Gradients(0, out _));
        Assert.Equal(first.Batch.Rows.ToArray(), second.Batch.Rows.ToArray());
        Assert.DoesNotContain(4, first.Batch.Rows.ToArray());
    }

    /// <summary>An invoice has many lines of one time: none of them is known when another is learnt.</summary>
    [Fact]
    public void Gradients_EventsOfTheSameTime_AreNotHistory()
    {
        using TwoTowerTraining training = new(
            s_small with { BatchSize = 8, UniformNegatives = 0 }, Log([0, 1, 2, 3, 1], times: [10, 10, 20, 20, 30]), new FitContext(WorkerTeam.Single));
        training.Gradients(0, out _);
        Assert.Equal(2, training.Examples);         // 2 and 3 after {0, 1}; 0 and 1 have no history, and the second 1 is taken again
        Assert.Equal(2, training.Batch.HistoryItems.Cells);
    }

    /// <summary>Times order a log that is not in order.</summary>
    [Fact]
    public void Fit_LogInAnyOrder_GoesByItsTimes()
    {
        Interactions ordered = Log([3, 1, 4, 0, 5, 2], times: [10, 20, 30, 40, 50, 60]), mixed = Log([0, 3, 5, 1, 2, 4], times: [40, 10, 50, 20, 60, 30]);
        Assert.Equal(Scores(Fit(s_small, ordered), Playlists.Known(ordered)), Scores(Fit(s_small, mixed), Playlists.Known(mixed)));
    }

    [Fact]
    public void UserVector_HistoryTurnedRound_IsAnother()
    {
        ITowerModel model = (ITowerModel)Fitted();
        float[] forth = new float[model.Dimension], back = new float[model.Dimension];
        model.UserVector(-1, [2, 5, 9], forth);
        model.UserVector(-1, [9, 5, 2], back);
        Assert.NotEqual(forth, back);
    }

    [Fact]
    public void UserVector_LongHistory_LooksAtItsEnd()
    {
        ITowerModel model = (ITowerModel)Fitted();
        float[] whole = new float[model.Dimension], end = new float[model.Dimension];
        model.UserVector(-1, [30, 31, 32, 1, 2, 3, 4, 5], whole);
        model.UserVector(-1, [1, 2, 3, 4, 5], end);
        Assert.Equal(end, whole);
    }

    /// <summary>Who has features but no event is not cold.</summary>
    [Fact]
    public void Score_UserKnownByFeaturesOnly_IsRanked()
    {
        Interactions train = Playlists.WithContent(Train);
        float[] scores = Scores(Fit(s_small, train), Playlists.Known(train))[..train.Items.Count];
        Assert.True(scores.Distinct().Count() > 1);
    }

    [Fact]
    public void Create_OptionsOutOfRange_NamesThemAll()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() =>
            new TwoTowerOptions { Factors = 0, HistoryLength = 0, Heads = 0, UserLayers = [0], Temperature = 0, BatchSize = 1, Metric = VectorMetric.Euclidean }.Create());
        foreach (string name in (string[])["Factors", "HistoryLength", "Heads", "UserLayers", "Temperature", "BatchSize", "Metric"]) Assert.Contains(name, e.Message, StringComparison.Ordinal);
    }

    private static ITopNRecommender Fit(TwoTowerOptions options, Interactions train)
    {
        ITopNRecommender model = options.Create();
        model.Fit(train, new FitContext(WorkerTeam.Single));
        return model;
    }

    private static Interactions Log(int[] items, long[]? times = null) =>
        new(IdIndex.Numbered(1), IdIndex.Numbered(6), new int[items.Length], items, times: times);
}

/// <summary>The simplest form: mean of the history against the item, normalised.</summary>
public sealed class MeanCosineTwoTowerTests : RecommenderContract
{
    protected override RecommenderOptions Options => new TwoTowerOptions
    {
        Factors = 9, Heads = 1, Pooling = HistoryPooling.Mean, UserLayers = [], Metric = VectorMetric.Cosine, Temperature = 0.1, Epochs = 2, BatchSize = 50, UniformNegatives = 0, LearningRate = 0.01,
    };

    protected override bool IsRandom => true;
}

/// <summary>Everything there is: own vectors of users, features on both sides, layers on both sides.</summary>
public sealed class FullTwoTowerTests : RecommenderContract
{
    protected override RecommenderOptions Options => new TwoTowerOptions
    {
        Factors = 8, Heads = 2, Pooling = HistoryPooling.Recency, SharedItems = false, UserIds = true, UserLayers = [7, 6], ItemLayers = [5], Epochs = 2, BatchSize = 40, UniformNegatives = 10,
        HistoryLength = 4, LearningRate = 0.01,
    };

    protected override bool IsRandom => true;

    protected override Interactions WithContent(Interactions train) => Playlists.WithContent(train, users: false);
}
