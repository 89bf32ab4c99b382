using Winnow.Data;
using Winnow.Numerics;

namespace Winnow.Models.Tests.Collaborative;

/// <summary>Every neighbourhood model beside its definition in plain float64.</summary>
public sealed class NeighbourhoodReferenceTests
{
    private static readonly Interactions s_implicit = Content.Add(Playlists.Make(70, 45)), s_ratings = Content.Add(Rated(Playlists.Make(70, 45)));

    public static TheoryData<Similarity, FeatureWeighting, float, bool, bool> Cases
    {
        get
        {
            TheoryData<Similarity, FeatureWeighting, float, bool, bool> cases = [];
            foreach (Similarity similarity in Enum.GetValues<Similarity>())
                foreach (FeatureWeighting weighting in Enum.GetValues<FeatureWeighting>())
                    foreach (float shrink in (float[])[0, 7])
                        foreach (bool rated in (bool[])[false, true]) cases.Add(similarity, weighting, shrink, true, rated);
            cases.Add(Similarity.Cosine, FeatureWeighting.Bm25, 0, false, false);
            cases.Add(Similarity.Cosine, FeatureWeighting.Bm25, 4, false, true);
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void ItemKnn_AnySettings_EqualsTheDefinition(Similarity similarity, FeatureWeighting weighting, float shrink, bool normalize, bool rated)
    {
        foreach (UserProfile profile in Enum.GetValues<UserProfile>())
        {
            ItemKnnOptions options = new()
            {
                Similarity = similarity, FeatureWeighting = weighting, Shrink = shrink, Normalize = normalize, TopK = 6, AsymmetricAlpha = 0.3f, TverskyAlpha = 0.4f, TverskyBeta = 1.5f, Profile = profile,
            };
            Interactions train = rated ? s_ratings : s_implicit;
            double[,] documents = DenseNeighbours.Dense(train.ByItem), weighted = DenseNeighbours.Weighted(documents, weighting);
            double[,] profiles = DenseNeighbours.Transposed(profile == UserProfile.Weighted ? weighted : documents);
            double[,] expected = DenseNeighbours.Multiply(profiles, DenseNeighbours.Similarities(weighted, options));
            DenseNeighbours.AssertClose(expected, Fitted(options, train));
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void UserKnn_AnySettings_EqualsTheDefinition(Similarity similarity, FeatureWeighting weighting, float shrink, bool normalize, bool rated)
    {
        foreach (UserProfile profile in Enum.GetValues<UserProfile>())
        {
            foreach (NeighbourDirection direction in Enum.GetValues<NeighbourDirection>())
            {
                UserKnnOptions options = new()
                {
                    Similarity = similarity, FeatureWeighting = weighting, Shrink = shrink, Normalize = normalize, TopK = 6, AsymmetricAlpha = 0.3f, TverskyAlpha = 0.4f, TverskyBeta = 1.5f,
                    Profile = profile, Neighbours = direction,
                };
                Interactions train = rated ? s_ratings : s_implicit;
                double[,] documents = DenseNeighbours.Dense(train.ByItem), weighted = DenseNeighbours.Transposed(DenseNeighbours.Weighted(documents, weighting));
                double[,] w = DenseNeighbours.Similarities(weighted, options);
                if (direction == NeighbourDirection.HeChooses) w = DenseNeighbours.Transposed(w);
                double[,] profiles = profile == UserProfile.Weighted ? weighted : DenseNeighbours.Transposed(documents);
                DenseNeighbours.AssertClose(DenseNeighbours.Multiply(w, profiles), Fitted(options, train));
            }
        }
    }

    [Theory, InlineData(FeatureWeighting.None, 1f), InlineData(FeatureWeighting.Bm25, 0.3f), InlineData(FeatureWeighting.TfIdf, 2f)]
    public void ContentModels_AnyWeighting_EqualTheDefinition(FeatureWeighting weighting, float contentWeight)
    {
        double[,] users = DenseNeighbours.Dense(s_implicit.ByItem), features = DenseNeighbours.Dense(s_implicit.ItemFeatures!), profiles = DenseNeighbours.Transposed(users);
        ItemKnnCbfOptions content = new() { TopK = 5, FeatureWeighting = weighting };
        double[,] w = DenseNeighbours.Similarities(DenseNeighbours.Weighted(features, weighting), content);
        DenseNeighbours.AssertClose(DenseNeighbours.Multiply(profiles, w), Fitted(content, s_implicit));

        double[,] both = new double[users.GetLength(0), 8 + users.GetLength(1)];
        for (int i = 0; i < both.GetLength(0); i++)
            for (int c = 0; c < both.GetLength(1); c++) both[i, c] = c < 8 ? contentWeight * features[i, c] : users[i, c - 8];
        ItemKnnCfCbfOptions hybrid = new() { TopK = 5, FeatureWeighting = weighting, ContentWeight = contentWeight };
        w = DenseNeighbours.Similarities(DenseNeighbours.Weighted(both, weighting), hybrid);
        DenseNeighbours.AssertClose(DenseNeighbours.Multiply(profiles, w), Fitted(hybrid, s_implicit));
    }

    [Theory, InlineData(1.0, 0.0, false, false), InlineData(0.6, 0.0, true, true), InlineData(1.3, 0.7, true, false), InlineData(0.0, 0.4, false, true)]
    public void Walks_AnySettings_EqualTheDefinition(double alpha, double beta, bool normalize, bool rated)
    {
        Interactions train = rated ? s_ratings : s_implicit;
        double[,] r = DenseNeighbours.Dense(train.ByUser), w = DenseNeighbours.Walks(r, 6, (float)alpha, (float)beta, normalize);
        RecommenderOptions options = beta == 0
            ? new P3AlphaOptions { TopK = 6, Alpha = (float)alpha, Normalize = normalize }
            : new Rp3BetaOptions { TopK = 6, Alpha = (float)alpha, Beta = (float)beta, Normalize = normalize };
        DenseNeighbours.AssertClose(DenseNeighbours.Multiply(r, w), Fitted(options, train));
    }

    /// <summary>Items 0, 1, 2 of users {0, 1, 2}, {1, 2}, {2, 3}: 0 and 1 share two users, 0 and 2 one, 1 and 2 one.</summary>
    [Theory, InlineData(Similarity.Cosine, 0.816497, 0.408248), InlineData(Similarity.Dice, 0.4, 0.2), InlineData(Similarity.Jaccard, 0.666667, 0.25)]
    public void ItemKnn_ThreeItems_HasHandComputedSimilarities(Similarity similarity, double ofZeroAndOne, double ofZeroAndTwo)
    {
        Interactions train = new(IdIndex.Numbered(4), IdIndex.Numbered(3), [0, 1, 2, 1, 2, 2, 3], [0, 0, 0, 1, 1, 2, 2]);
        ItemKnn model = (ItemKnn)new ItemKnnOptions { Similarity = similarity, TopK = 2 }.Create();

        model.Fit(train, new FitContext(WorkerTeam.Single));

        Assert.Equal([1, 2], model.Weights.Row(0).ToArray());
        Assert.Equal(ofZeroAndOne, model.Weights.RowValues(0)[0], precision: 5);     // 2/√6; 2/5; 2/3
        Assert.Equal(ofZeroAndTwo, model.Weights.RowValues(0)[1], precision: 5);     // 1/√6; 1/5; 1/4
    }

    [Fact]
    public void ItemKnnCbf_WithoutFeatures_SaysWhatIsMissing()
    {
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(
            () => new ItemKnnCbfOptions().Create().Fit(Playlists.Make(5, 9), new FitContext(WorkerTeam.Single)));
        Assert.Contains("ItemFeatures", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_SettingsOutOfRange_ListsEveryFault()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => new ItemKnnOptions { TopK = 0, Shrink = -1, AsymmetricAlpha = 3 }.Create());
        foreach (string fault in (string[])["TopK 0", "Shrink -1", "AsymmetricAlpha 3"]) Assert.Contains(fault, e.Message, StringComparison.Ordinal);
    }

    private static double[,] Fitted(RecommenderOptions options, Interactions train)
    {
        ITopNRecommender model = options.Create();
        model.Fit(train, new FitContext(WorkerTeam.Single));
        return DenseNeighbours.Scores(model, train);
    }

    private static Interactions Rated(Interactions log)
    {
        RandomStream random = new(4, "ratings");
        float[] values = [.. Enumerable.Range(0, log.Count).Select(i => 1 + random.Below((ulong)i, 5))];
        return new Interactions(log.Users, log.Items, log.UserOf.ToArray(), log.ItemOf.ToArray(), values);
    }
}
