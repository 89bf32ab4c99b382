namespace Winnow.Models.Tests.Collaborative;

public sealed class SlimElasticNetTests : RecommenderContract
{
    protected override RecommenderOptions Options => new SlimElasticNetOptions { TopK = 8, Alpha = 0.02f, L1Ratio = 0.1f };
}
