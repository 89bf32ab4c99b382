using Winnow.Data;

namespace Winnow.Models.Tests.Collaborative;

public sealed class TopPopularTests : RecommenderContract
{
    protected override RecommenderOptions Options => new TopPopularOptions();

    /// <summary>Popularity is what this model tells everybody, also whom it does not know.</summary>
    protected override void AssertColdStart(ReadOnlySpan<float> scores)
    {
        Interactions train = Train;
        for (int item = 0; item < scores.Length; item++) Assert.Equal(train.ByItem.RowLength(item), scores[item]);
    }
}
