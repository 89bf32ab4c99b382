using Winnow.Data;
using Winnow.Numerics;

namespace Winnow.Models.Tests.Collaborative;

public sealed class ItemKnnTests : RecommenderContract
{
    protected override RecommenderOptions Options => new ItemKnnOptions { TopK = 7, Shrink = 3 };
}

public sealed class ItemKnnWeightedProfileTests : RecommenderContract
{
    protected override RecommenderOptions Options =>
        new ItemKnnOptions { TopK = 9, Similarity = Similarity.AsymmetricCosine, AsymmetricAlpha = 0.3f, FeatureWeighting = FeatureWeighting.Bm25, Profile = UserProfile.Weighted };
}

public sealed class UserKnnTests : RecommenderContract
{
    protected override RecommenderOptions Options => new UserKnnOptions { TopK = 5, Similarity = Similarity.Jaccard };
}

public sealed class UserKnnWeightedProfileTests : RecommenderContract
{
    protected override RecommenderOptions Options =>
        new UserKnnOptions { TopK = 8, FeatureWeighting = FeatureWeighting.TfIdf, Profile = UserProfile.Weighted, Neighbours = NeighbourDirection.HeChooses };
}

public sealed class ItemKnnCbfTests : RecommenderContract
{
    protected override RecommenderOptions Options => new ItemKnnCbfOptions { TopK = 6, FeatureWeighting = FeatureWeighting.TfIdf };

    protected override Interactions WithContent(Interactions train) => Content.Add(train);
}

public sealed class ItemKnnCfCbfTests : RecommenderContract
{
    protected override RecommenderOptions Options => new ItemKnnCfCbfOptions { TopK = 6, ContentWeight = 0.5f, Similarity = Similarity.Cosine };

    protected override Interactions WithContent(Interactions train) => Content.Add(train);
}

public sealed class P3AlphaTests : RecommenderContract
{
    protected override RecommenderOptions Options => new P3AlphaOptions { TopK = 8, Alpha = 0.7f, Normalize = true };
}

public sealed class Rp3BetaTests : RecommenderContract
{
    protected override RecommenderOptions Options => new Rp3BetaOptions { TopK = 8, Alpha = 1.2f, Beta = 0.5f };
}

public sealed class RandomRecommenderTests : RecommenderContract
{
    protected override RecommenderOptions Options => new RandomRecommenderOptions();

    protected override bool IsRandom => true;

    /// <summary>Chance does not ask who is coming: numbers in [0, 1), not all the same.</summary>
    protected override void AssertColdStart(ReadOnlySpan<float> scores)
    {
        foreach (float score in scores) Assert.InRange(score, 0, 1);
        Assert.NotEqual(scores[0], scores[1]);
    }
}

internal static class Content
{
    /// <summary>Gives each item one to three of eight features.</summary>
    internal static Interactions Add(Interactions train)
    {
        RandomStream random = new(3, "content");
        List<int> rows = [], features = [];
        for (int item = 0; item < train.Items.Count; item++)
        {
            for (int i = 0; i <= item % 3; i++)
            {
                rows.Add(item);
                features.Add(random.Below((ulong)(3 * item + i), 8));
            }
        }
        return new Interactions(train.Users, train.Items, train.UserOf.ToArray(), train.ItemOf.ToArray(), train.Values.IsEmpty ? null : train.Values.ToArray())
        {
            ItemFeatures = CsrMatrix.FromEntries(train.Items.Count, 8, [.. rows], [.. features]),
        };
    }
}
