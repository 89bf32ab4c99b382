using Winnow.Data.Marketplace;

namespace Winnow.Data.Tests.Marketplace;

public sealed class MarketplaceOptionsTests
{
    [Fact]
    public void Validate_Defaults_AreLegal() => Assert.Equal(10, new MarketplaceOptions().Validate().TrainingDays);

    [Fact]
    public void Validate_SeveralFaults_ListsAllInOneMessage()
    {
        MarketplaceOptions options = new() { Users = 0, Items = 10, TestDays = 20, TasteDrift = double.NaN };

        string message = Assert.Throws<ArgumentException>(options.Validate).Message;

        foreach (string name in (string[])["Users", "Items", "TestDays", "TasteDrift"]) Assert.Contains(name + " is ", message);
    }

    [Fact]
    public void World_ClickRateOutOfReach_SaysWhatToLower()
    {
        MarketplaceOptions options = Small.Options with { ClickRate = 0.3, PositionBias = 3 };

        Assert.Contains("PositionBias", Assert.Throws<ArgumentException>(() => new MarketplaceWorld(options)).Message);
    }
}
