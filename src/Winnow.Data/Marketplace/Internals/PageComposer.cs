namespace Winnow.Data.Marketplace.Internals;

/// <summary>The policy that made the log: which items a page shows, and in which order.</summary>
/// <remarks>A middling recommender: a quarter of the candidates from the category that the user is after, a third from
/// categories of the user's taste, the rest by popularity; ordered by taste and popularity with noise, so that better items
/// tend to stand higher but every item can stand anywhere.</remarks>
internal sealed class PageComposer
{
    private const double IntentShare = 0.25, InterestShare = 0.35;
    private const double TasteWeight = 0.3, PopularityWeight = 0.3;

    private readonly MarketplaceWorld _world;
    private readonly CategoryInterest _interest;
    private readonly float[] _taste;
    private readonly int[] _items;
    private readonly double[] _keys;

    internal PageComposer(MarketplaceWorld world)
    {
        _world = world;
        _interest = new CategoryInterest(world);
        _taste = new float[world.Options.TasteDimensions];
        (_items, _keys) = (new int[world.Options.PageSize], new double[world.Options.PageSize]);
    }

    /// <summary>Taste of the user looked at last.</summary>
    internal ReadOnlySpan<float> Taste => _taste;

    /// <summary>Turns to a user; what follows is about that user.</summary>
    internal void LookAt(int user, DayOffer offer)
    {
        _world.Users.Taste(user, offer.Day, _taste);
        _interest.Update(offer, _taste);
    }

    internal int DrawCategory(Draws draws) => _interest.Draw(draws.Uniform());

    /// <summary>Distinct items, top of the page first.</summary>
    /// <param name="offer">What can be shown.</param>
    /// <param name="intent">The category the user is after.</param>
    /// <param name="count">Positions to fill.</param>
    /// <param name="draws">The page's own random numbers.</param>
    internal ReadOnlySpan<int> Compose(DayOffer offer, int intent, int count, Draws draws)
    {
        for (int n = 0; n < count; n++)
        {
            int item = DrawNew(offer, intent, n, draws);
            double gumbel = -Math.Log(draws.Exponential());
            _items[n] = item;
            _keys[n] = -(TasteWeight * _world.Options.TasteStrength * Direction.Dot(_taste, _world.Catalogue.Taste(item))
                + PopularityWeight * Math.Log(offer.Weight(item)) + gumbel);
        }
        Array.Sort(_keys, _items, 0, count);
        return _items.AsSpan(0, count);
    }

    private int DrawNew(DayOffer offer, int intent, int shown, Draws draws)
    {
        for (int attempt = 0; ; attempt++)
        {
            // A category may hold fewer items than a page; uniform draws over the catalogue end the search in any case.
            int item = attempt < 16 ? DrawAny(offer, intent, draws) : draws.Below(_world.Options.Items);
            if (offer.Weight(item) > 0 && !_items.AsSpan(0, shown).Contains(item)) return item;
        }
    }

    private int DrawAny(DayOffer offer, int intent, Draws draws)
    {
        double source = draws.Uniform();
        if (source < IntentShare) return offer.Draw(intent, draws.TwoWords());
        if (source < IntentShare + InterestShare) return offer.Draw(_interest.Draw(draws.Uniform()), draws.TwoWords());
        return offer.Draw(draws.TwoWords());
    }
}
