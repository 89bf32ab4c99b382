namespace Winnow.Data.Marketplace;

/// <summary>Size, strength of the effects and seed of a simulated marketplace. The model is written down in
/// docs/guide/marketplace.md. </summary>
public sealed record MarketplaceOptions
{
    /// <summary>Users. Default 20,000; legal [1, 10⁷].</summary>
    public int Users { get; init; } = 20_000;

    /// <summary>Items, those that arrive later included. Default 5,000; legal [20·<see cref="PageSize"/>, 10⁷].</summary>
    public int Items { get; init; } = 5_000;

    /// <summary>Item categories. Default 40; legal [2, 1,000].</summary>
    public int Categories { get; init; } = 40;

    /// <summary>Sellers; each sells in one category. Default 300; legal [<see cref="Categories"/>, 10⁶].</summary>
    public int Sellers { get; init; } = 300;

    /// <summary>User segments: people of one segment have similar tastes, ages, devices and price sensitivity. Default 8; legal
    /// [1, 100]. </summary>
    public int Segments { get; init; } = 8;

    /// <summary>Length of the log in days. Default 13; legal [3, 3,650].</summary>
    public int Days { get; init; } = 13;

    /// <summary>Days of the validation file, before the test days. Default 1; legal [1, <see cref="Days"/> − 2].</summary>
    public int ValidationDays { get; init; } = 1;

    /// <summary>Days of the test file, the last ones. Default 2; with the validation days below <see cref="Days"/>.</summary>
    public int TestDays { get; init; } = 2;

    /// <summary>Impressions over all days, met exactly. Default 650,000, about 500,000 of them for training; legal [1,000,
    /// 10¹⁰].</summary>
    public long Impressions { get; init; } = 650_000;

    /// <summary>Positions of a page. Default 10; legal [1, 100].</summary>
    public int PageSize { get; init; } = 10;

    /// <summary>Dimensions of the hidden tastes. Default 6; legal [2, 64].</summary>
    public int TasteDimensions { get; init; } = 6;

    /// <summary>Expected clicks an impression over the whole log; the intercept is solved for it. Default 0.1; legal [0.005,
    /// 0.3].</summary>
    public double ClickRate { get; init; } = 0.1;

    /// <summary>Expected purchases a click, whenever they come. Default 0.06; legal [0.001, 0.5].</summary>
    public double PurchaseRate { get; init; } = 0.06;

    /// <summary>Mean hours between click and purchase of an item of usual price. Default 18; legal (0, 10,000].</summary>
    public double PurchaseDelayHours { get; init; } = 18;

    /// <summary>α of item popularity ∝ rank^−α. Default 0.8; legal [0, 2].</summary>
    public double PopularityExponent { get; init; } = 0.8;

    /// <summary>η of examination = position^−η on a tablet; 1.25·η on a phone, 0.75·η at a desk. Default 0.6; legal [0,
    /// 3].</summary>
    public double PositionBias { get; init; } = 0.6;

    /// <summary>Logits between an item in the direction of a user's taste and one at a right angle to it. Default 4; legal [0,
    /// 20].</summary>
    public double TasteStrength { get; init; } = 4;

    /// <summary>Logits that an average user loses to a price one deviation above its category's usual one. Default 0.5; legal
    /// [0, 10]. </summary>
    public double PriceStrength { get; init; } = 0.5;

    /// <summary>Logits of one deviation of item quality. Default 0.5; legal [0, 10].</summary>
    public double QualityStrength { get; init; } = 0.5;

    /// <summary>Logits of an item in the category that the user is after at the moment. Default 1; legal [0, 10].</summary>
    public double IntentStrength { get; init; } = 1;

    /// <summary>Logits between a category's best hour of the day and its middling ones. Default 0.4; legal [0, 10].</summary>
    public double HourStrength { get; init; } = 0.4;

    /// <summary>Radians by which every taste turns in a day. Default 0.02; legal [0, 1].</summary>
    public double TasteDrift { get; init; } = 0.02;

    /// <summary>Swing of item popularity, as logarithm of the factor, over two weeks. Default 0.4; legal [0, 3].</summary>
    public double PopularityDrift { get; init; } = 0.4;

    /// <summary>Share of the items that arrive during the log. Default 0.15; legal [0, 0.5].</summary>
    public double NewItemShare { get; init; } = 0.15;

    /// <summary>Clicked items kept as history of a user. Default 5; legal [0, 100].</summary>
    public int HistoryLength { get; init; } = 5;

    /// <summary>First second of the log, Unix time; midnight UTC of a Monday makes weekdays come out right.
    /// Default 2024-01-01.</summary>
    public long StartTime { get; init; } = 1_704_067_200;

    /// <summary>Seed of everything random. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Days of the training file.</summary>
    public int TrainingDays => Days - ValidationDays - TestDays;

    /// <summary>Checks every value.</summary>
    /// <returns>This instance.</returns>
    /// <exception cref="ArgumentException">Values are out of range; the message lists all of them.</exception>
    public MarketplaceOptions Validate()
    {
        List<string> faults = [];
        Within(nameof(Users), Users, 1, 10_000_000);
        Within(nameof(Items), Items, 20L * PageSize, 10_000_000);
        Within(nameof(Categories), Categories, 2, 1000);
        Within(nameof(Sellers), Sellers, Categories, 1_000_000);
        Within(nameof(Segments), Segments, 1, 100);
        Within(nameof(Days), Days, 3, 3650);
        Within(nameof(ValidationDays), ValidationDays, 1, Days - 2);
        Within(nameof(TestDays), TestDays, 1, Days - ValidationDays - 1);
        Within(nameof(Impressions), Impressions, 1000, 10_000_000_000);
        Within(nameof(PageSize), PageSize, 1, 100);
        Within(nameof(TasteDimensions), TasteDimensions, 2, 64);
        Within(nameof(ClickRate), ClickRate, 0.005, 0.3);
        Within(nameof(PurchaseRate), PurchaseRate, 0.001, 0.5);
        Within(nameof(PurchaseDelayHours), PurchaseDelayHours, double.Epsilon, 10_000);
        Within(nameof(PopularityExponent), PopularityExponent, 0, 2);
        Within(nameof(PositionBias), PositionBias, 0, 3);
        Within(nameof(TasteStrength), TasteStrength, 0, 20);
        Within(nameof(PriceStrength), PriceStrength, 0, 10);
        Within(nameof(QualityStrength), QualityStrength, 0, 10);
        Within(nameof(IntentStrength), IntentStrength, 0, 10);
        Within(nameof(HourStrength), HourStrength, 0, 10);
        Within(nameof(TasteDrift), TasteDrift, 0, 1);
        Within(nameof(PopularityDrift), PopularityDrift, 0, 3);
        Within(nameof(NewItemShare), NewItemShare, 0, 0.5);
        Within(nameof(HistoryLength), HistoryLength, 0, 100);
        Within(nameof(StartTime), StartTime, 0, 32_503_680_000);
        if (faults.Count > 0)
            throw new ArgumentException("Marketplace options are out of range:\n  " + string.Join("\n  ", faults));
        return this;

        void Within(string name, double value, double low, double high)
        {
            if (!(value >= low && value <= high)) faults.Add($"{name} is {value:g6}; expected [{low:g6}, {high:g6}].");
        }
    }
}
