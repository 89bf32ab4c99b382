namespace Winnow.Models.Tests.Collaborative;

public sealed class EaseRTests : RecommenderContract
{
    protected override RecommenderOptions Options => new EaseROptions { L2 = 3 };
}
