using Winnow.Data;
using Winnow.Evaluation;
using Winnow.Numerics;
using Winnow.Retrieval;

namespace Winnow.Models.Tests.Collaborative;

/// <summary>What every collaborative model must do. A model's test class inherits this and names its options, nothing more.</summary>
public abstract class RecommenderContract
{
    private const int Users = 60, Items = 40;

    /// <summary>Options small enough that a fit takes a moment.</summary>
    protected abstract RecommenderOptions Options { get; }

    /// <summary>Whether the model draws random numbers: another seed may then give other scores.</summary>
    protected virtual bool IsRandom => false;

    /// <summary>Whether scores of a candidate list come from shorter sums than those of the catalogue, and may differ by rounding.</summary>
    protected virtual double CandidateTolerance => 0;

    /// <summary>What is learnt from.</summary>
    protected Interactions Train => WithContent(Playlists.Make(Users, Items));

    [Fact]
    public void Items_AfterFit_IsTheCatalogue() => Assert.Equal(Items, Fitted().Items);

    [Fact]
    public void Score_EveryUser_IsFinite() => Assert.All(Scores(Fitted(), Playlists.Known(Train)), score => Assert.True(float.IsFinite(score)));

    [Fact]
    public void Score_TrainedUserWithoutHistory_IsEqualEverywhere()
    {
        // User 0 of the log never took anything: he is known by number, and nothing is known of him.
        float[] scores = Scores(Fitted(), Playlists.Known(Train))[..Items];
        AssertColdStart(scores);
    }

    [Fact]
    public void Score_UnseenUserWithoutHistory_IsEqualEverywhere() => AssertColdStart(Scores(Fitted(), Playlists.Unseen(Items, [])));

    [Fact]
    public void Score_UnseenUserWithHistory_IsFiniteAndSaysNoUser()
    {
        HeldOut unseen = Playlists.Unseen(Items, [3, 7, 11]);
        Assert.Equal(-1, new UserBlock(unseen, 0, 1).User(0));
        Assert.All(Scores(Fitted(), unseen), score => Assert.True(float.IsFinite(score)));
    }

    [Fact]
    public void Score_AskedTwice_IsTheSame()
    {
        ITopNRecommender model = Fitted();
        HeldOut known = Playlists.Known(Train);
        AssertSameBits(Scores(model, known), Scores(model, known));
    }

    [Fact]
    public void Score_MoreWantedThanThereIs_WritesTheCatalogueAndNothingElse()
    {
        // A list of k above the catalogue is the evaluator's affair; a model must fill its columns and leave the gap behind them alone.
        using NativeBuffer<float> wide = new(2 * (Items + 7));
        wide.Span.Fill(float.MaxValue);
        unsafe
        {
            Fitted().Score(new UserBlock(Playlists.Known(Train), 1, 2), new MatrixView(wide.Pointer, 2, Items, Items + 7));
        }
        for (int row = 0; row < 2; row++)
        {
            Assert.All(wide.Slice((nuint)(row * (Items + 7)), Items).ToArray(), score => Assert.True(float.IsFinite(score) && score != float.MaxValue));
            Assert.All(wide.Slice((nuint)(row * (Items + 7) + Items), 7).ToArray(), gap => Assert.Equal(float.MaxValue, gap));
        }
    }

    [Fact]
    public void Score_Block_EqualsItsUsersOneByOne()
    {
        ITopNRecommender model = Fitted();
        foreach (HeldOut users in (HeldOut[])[Playlists.Known(Train), Playlists.FoldedIn(Train)])
        {
            float[] together = Scores(model, users);
            for (int user = 0; user < users.Users.Count; user++)
                AssertSameBits(together.AsSpan(user * Items, Items), Scores(model, users, user, 1));
        }
    }

    [Fact]
    public void Score_SeveralThreads_EqualsAlone()
    {
        ITopNRecommender model = Fitted();
        HeldOut known = Playlists.Known(Train);
        float[] alone = Scores(model, known);
        float[][] others = new float[4][];
        Parallel.For(0, others.Length, i => others[i] = Scores(model, known));
        foreach (float[] other in others) AssertSameBits(alone, other);
    }

    [Fact]
    public void ScoreCandidates_EqualsTheirPlacesInTheCatalogue()
    {
        if (Fitted() is not ICandidateScorer model) return;
        foreach (HeldOut users in (HeldOut[])[Playlists.Known(Train), Playlists.FoldedIn(Train), Playlists.Unseen(Items, [])])
        {
            float[] all = Scores(model, users);
            int[] few = [0, 5, 5, 39, 17, 2];
            float[] scores = new float[few.Length];
            for (int user = 0; user < users.Users.Count; user++)
            {
                model.Score(new UserBlock(users, 0, users.Users.Count), user, few, scores);
                for (int i = 0; i < few.Length; i++)
                {
                    float expected = all[user * Items + few[i]];
                    Assert.InRange(Math.Abs(scores[i] - expected), 0, CandidateTolerance * Math.Max(1, Math.Abs(expected)));
                }
            }
        }
    }

    [Theory, InlineData(2), InlineData(5)]
    public void Fit_OtherThreads_SameBytes(int threads) => AssertSameState(State(Fitted()), State(Fitted(threads)));

    [Fact]
    public void Fit_SameSeedAgain_SameBytes()
    {
        ITopNRecommender model = Fitted();
        RecommenderState first = State(model);
        model.Fit(Train, new FitContext(WorkerTeam.Single));
        AssertSameState(first, State(model));
    }

    [Fact]
    public void Fit_OtherSeed_ChangesRandomModelsOnly()
    {
        float[] one = Scores(Fitted(seed: 1), Playlists.Known(Train)), two = Scores(Fitted(seed: 2), Playlists.Known(Train));
        if (IsRandom) Assert.NotEqual(one, two);
        else AssertSameBits(one, two);
    }

    [Fact]
    public void Fit_AfterOtherData_ForgetsThem()
    {
        ITopNRecommender model = Options.Create();
        model.Fit(WithContent(Playlists.Make(23, 31, seed: 9)), new FitContext(WorkerTeam.Single));
        model.Fit(Train, new FitContext(WorkerTeam.Single));
        AssertSameState(State(Fitted()), State(model));
    }

    [Fact]
    public void Fit_Cancelled_LeavesTheModelAsIfNeverFitted()
    {
        ITopNRecommender model = Fitted();
        Assert.ThrowsAny<OperationCanceledException>(
            () => model.Fit(Train, new FitContext(WorkerTeam.Single) { Cancel = new CancellationToken(canceled: true) }));
        Assert.Equal(Options.Create().Items, model.Items);
        AssertSameState(State(Options.Create()), State(model));
    }

    [Fact]
    public void Fit_CancelledByItsOwnProgress_LeavesTheModelAsIfNeverFitted()
    {
        using CancellationTokenSource source = new();
        ITopNRecommender model = Options.Create();
        FitContext context = new(WorkerTeam.Single) { Cancel = source.Token, Progress = new Stop(source) };
        try
        {
            model.Fit(Train, context);
        }
        catch (OperationCanceledException)
        {
            AssertSameState(State(Options.Create()), State(model));
            return;
        }
        AssertSameState(State(Fitted()), State(model));      // it told no progress, or the last of it: then it must be complete
    }

    [Fact]
    public void Load_WhatWasSaved_ScoresTheSame()
    {
        ITopNRecommender fitted = Fitted(), loaded = Options.Create();
        loaded.Load(State(fitted));
        Assert.Equal(fitted.Items, loaded.Items);
        AssertSameState(State(fitted), State(loaded));
        foreach (HeldOut users in (HeldOut[])[Playlists.Known(Train), Playlists.FoldedIn(Train), Playlists.Unseen(Items, [])])
            AssertSameBits(Scores(fitted, users), Scores(loaded, users));
    }

    [Fact]
    public void Load_EmptyState_NamesWhatIsMissing()
    {
        if (!State(Fitted()).Names.Any()) return;
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => Options.Create().Load(new RecommenderState()));
        Assert.Contains("'", e.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(0, 0), InlineData(0, 5), InlineData(4, 0), InlineData(4, 5)]
    public void Fit_WithoutAnyEvent_ScoresEverythingAlike(int users, int items)
    {
        Interactions empty = WithContent(new Interactions(IdIndex.Numbered(users), IdIndex.Numbered(items), [], []));
        ITopNRecommender model = Options.Create();
        model.Fit(empty, new FitContext(WorkerTeam.Single));
        Assert.Equal(items, model.Items);
        if (users == 0 || items == 0) return;
        foreach (float score in Scores(model, Playlists.Known(empty))) Assert.True(float.IsFinite(score));
    }

    /// <summary>What an index would answer from the towers' vectors is what the model says.</summary>
    [Fact]
    public unsafe void UserVector_TimesItemVectors_EqualsScore()
    {
        if (Fitted() is not ITowerModel model) return;
        ModelVersion version = new("contract");
        using NativeBuffer<float> items = new((nuint)(Items * model.Dimension));
        MatrixView vectors = new(items.Pointer, Items, model.Dimension);
        model.ItemVectors(vectors);
        using ExactIndex index = new(version, vectors, [], model.Metric);
        Neighbor[] answer = new Neighbor[Items];
        float[] vector = new float[model.Dimension];
        foreach (HeldOut users in (HeldOut[])[Playlists.Known(Train), Playlists.FoldedIn(Train), Playlists.Unseen(Items, [3, 7, 11]), Playlists.Unseen(Items, [])])
        {
            float[] expected = Scores(model, users);
            UserBlock block = new(users, 0, users.Users.Count);
            for (int i = 0; i < block.Count; i++)
            {
                model.UserVector(block.User(i), block.User(i) < 0 ? block.History(i) : EventsOf(block.User(i)), vector);
                Assert.Equal(Items, index.Search(version, vector, answer));
                foreach (Neighbor near in answer)
                {
                    double bound = 2 * (model.Dimension + 8) * Math.Pow(2, -23) * Magnitude(vector, vectors.Row(near.Id), model.Metric);
                    Assert.InRange(near.Score, expected[i * Items + near.Id] - bound, expected[i * Items + near.Id] + bound);
                }
            }
        }
    }

    [Fact]
    public void UserVector_WhatIsNotTheModels_IsRefused()
    {
        if (Fitted() is not ITowerModel model) return;
        float[] vector = new float[model.Dimension];
        Assert.Throws<ArgumentOutOfRangeException>(() => model.UserVector(Users, [], vector));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.UserVector(-1, [Items], vector));
        Assert.Throws<ArgumentException>(() => model.UserVector(-1, [0], new float[model.Dimension + 1]));
        Assert.Throws<ArgumentException>(() => model.ItemVectors(default));
    }

    [Fact]
    public void RunEpoch_AsOftenAsFitDoes_EqualsFit()
    {
        if (Options.Create() is not IIterativeRecommender model) return;
        model.Begin(Train, new FitContext(WorkerTeam.Single));
        for (int epoch = 0; epoch < model.Epochs; epoch++)
        {
            model.RunEpoch(epoch);
            foreach (float score in Scores(model, Playlists.Known(Train))) Assert.True(float.IsFinite(score));
        }
        AssertSameState(State(Fitted()), State(model));
    }

    /// <summary>The fitted model.</summary>
    protected ITopNRecommender Fitted(int threads = 1, ulong seed = 1)
    {
        using WorkerTeam team = new(threads);
        ITopNRecommender model = Options.Create();
        model.Fit(Train, new FitContext(team) { Seed = seed });
        return model;
    }

    /// <summary>Adds what the model needs beside events: content of users or items.</summary>
    protected virtual Interactions WithContent(Interactions train) => train;

    /// <summary>What a user gets of whom nothing is known: the same everywhere; override where the model is the same for everybody.</summary>
    protected virtual void AssertColdStart(ReadOnlySpan<float> scores)
    {
        foreach (float score in scores) Assert.Equal(scores[0], score);
        Assert.True(float.IsFinite(scores[0]));
    }

    /// <summary>The scores of all users, row by row.</summary>
    protected static float[] Scores(IUserScorer model, HeldOut users) => Scores(model, users, 0, users.Users.Count);

    private static unsafe float[] Scores(IUserScorer model, HeldOut users, int first, int count)
    {
        float[] scores = new float[count * model.Items];
        Array.Fill(scores, float.NaN);
        fixed (float* start = scores) model.Score(new UserBlock(users, first, count), new MatrixView(start, count, model.Items));
        return scores;
    }

    /// <summary>Items of a user in the order of the log, repeats included.</summary>
    private int[] EventsOf(int user)
    {
        Interactions train = Train;
        return [.. Enumerable.Range(0, train.Count).Where(e => train.UserOf[e] == user).Select(e => train.ItemOf[e])];
    }

    /// <summary>What rounding is measured by: Σ |xᵢ yᵢ|, or 1, the largest cosine.</summary>
    private static double Magnitude(ReadOnlySpan<float> x, ReadOnlySpan<float> y, VectorMetric metric)
    {
        if (metric == VectorMetric.Cosine) return 1;
        double sum = 0;
        for (int i = 0; i < x.Length; i++) sum += Math.Abs((double)x[i] * y[i]);
        return sum;
    }

    private static RecommenderState State(ITopNRecommender model)
    {
        RecommenderState state = new();
        model.Save(state);
        return state;
    }

    private static void AssertSameState(RecommenderState expected, RecommenderState actual)
    {
        Assert.Equal(expected.Names, actual.Names);
        foreach (string name in expected.Names)
        {
            if (expected[name] is float[] numbers) AssertSameBits(numbers, actual.Floats(name));
            else Assert.Equal(expected.Ints(name), actual.Ints(name));
        }
    }

    private static void AssertSameBits(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(BitConverter.SingleToInt32Bits(expected[i]) == BitConverter.SingleToInt32Bits(actual[i]), $"element {i}: {expected[i]:g9} and {actual[i]:g9}");
    }

    private sealed class Stop(CancellationTokenSource source) : IProgress<double>
    {
        public void Report(double value)
        {
            if (value < 1) source.Cancel();
        }
    }
}
