using Winnow.Data.Marketplace.Internals;

namespace Winnow.Data.Marketplace;

/// <summary>What users do: examination × relevance = click, and from a click to a purchase.</summary>
/// <remarks>The position-based model (Richardson et al., WWW 2007; Craswell et al., WSDM 2008): a user looks at position k with a
/// probability that depends on k and the device only, and clicks on what is looked at with a probability that does not depend
/// on k.</remarks>
public sealed class MarketplaceBehaviour
{
    private readonly MarketplaceWorld _world;
    private readonly double[] _examination;

    internal MarketplaceBehaviour(MarketplaceWorld world)
    {
        _world = world;
        MarketplaceOptions options = world.Options;
        _examination = new double[3 * options.PageSize];
        for (int d = 0; d < 3; d++)
        for (int k = 1; k <= options.PageSize; k++)
            _examination[d * options.PageSize + k - 1] = Math.Pow(k, -options.PositionBias * Steepness((Device)d));
    }

    /// <summary>Intercept of relevance, solved for the click rate wanted.</summary>
    public double ClickIntercept { get; internal set; }

    /// <summary>Intercept of purchases, solved for the purchase rate wanted.</summary>
    public double PurchaseIntercept { get; internal set; }

    /// <summary>Probability that a position is looked at: position^−(η × 1.25, 1 or 0.75 on a phone, a tablet, at a
    /// desk).</summary>
    /// <param name="position">From 1 to the page size.</param>
    /// <param name="device">What the page is looked at with.</param>
    /// <returns>In (0, 1]; 1 at the top.</returns>
    public double Examination(int position, Device device) => _examination[(int)device * _world.Options.PageSize + position - 1];

    /// <summary>Probability that an item is clicked once it is looked at.</summary>
    /// <param name="item">The item.</param>
    /// <param name="page">User, hour and intent.</param>
    /// <param name="taste">The user's taste on that day.</param>
    /// <returns>σ(b + b_u + κ⟨t_u, v_i⟩ + γq_i − β_u x_i + θ[c_i = intent] + h·cos(2π(hour − best hour of c_i)/24)).</returns>
    public double Relevance(int item, MarketplacePage page, ReadOnlySpan<float> taste)
    {
        ArgumentNullException.ThrowIfNull(page);
        return Sigmoid(ClickIntercept + Attraction(item, page, taste));
    }

    /// <summary>Probability that a click is followed by a purchase, whenever it comes.</summary>
    /// <param name="item">The item.</param>
    /// <param name="user">The user.</param>
    /// <param name="taste">The user's taste on that day.</param>
    /// <returns>σ(a + ½κ⟨t_u, v_i⟩ + γq_i − 1½β_u x_i).</returns>
    public double Purchase(int item, int user, ReadOnlySpan<float> taste) =>
        Sigmoid(PurchaseIntercept + Persuasion(item, user, taste));

    /// <summary>Mean seconds between click and purchase: an item one deviation dearer is pondered e^½ as long.</summary>
    public double MeanPurchaseDelay(int item) =>
        3600 * _world.Options.PurchaseDelayHours * Math.Exp(0.5 * _world.Catalogue.PriceLevel(item));

    /// <summary>Logit of relevance without the intercept.</summary>
    internal double Attraction(int item, MarketplacePage page, ReadOnlySpan<float> taste)
    {
        MarketplaceOptions options = _world.Options;
        MarketplaceCatalogue catalogue = _world.Catalogue;
        int category = catalogue.Category(item);
        double hours = 2 * Math.PI / 24 * (page.Hour - catalogue.BestHour(category));
        return _world.Users.Inclination(page.User)
            + options.TasteStrength * Direction.Dot(taste, catalogue.Taste(item))
            + options.QualityStrength * catalogue.Quality(item)
            - _world.Users.PriceSensitivity(page.User) * catalogue.PriceLevel(item)
            + (category == page.Intent ? options.IntentStrength : 0)
            + options.HourStrength * Math.Cos(hours);
    }

    /// <summary>Logit of a purchase without the intercept.</summary>
    internal double Persuasion(int item, int user, ReadOnlySpan<float> taste) =>
        0.5 * _world.Options.TasteStrength * Direction.Dot(taste, _world.Catalogue.Taste(item))
        + _world.Options.QualityStrength * _world.Catalogue.Quality(item)
        - 1.5 * _world.Users.PriceSensitivity(user) * _world.Catalogue.PriceLevel(item);

    internal static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double Steepness(Device device) => device switch
    {
        Device.Phone => 1.25,
        Device.Tablet => 1,
        _ => 0.75,
    };
}
