using Winnow.Data.Marketplace.Internals;
using Winnow.Numerics;

namespace Winnow.Data.Marketplace;

/// <summary>Categories, sellers and items with their hidden properties. Indexes start at 0.</summary>
public sealed class MarketplaceCatalogue
{
    private const float CategoryShareOfTaste = 0.85f;       // cosine between an item and its category's centre
    private const float PriceSpread = 0.5f;                 // deviation of ln(price / usual price of the category)
    private const float OldestItemDays = 365;

    private readonly MarketplaceOptions _options;
    private readonly float[] _categoryCentres, _itemTastes;
    private readonly int[] _category, _seller;
    private readonly float[] _usualPrice, _bestHour, _relativePrice, _quality, _arrivalDay, _trendPhase, _basePopularity;

    internal MarketplaceCatalogue(MarketplaceOptions options, RandomStream stream)
    {
        _options = options;
        int items = options.Items, dimensions = options.TasteDimensions;
        _categoryCentres = new float[options.Categories * dimensions];
        (_usualPrice, _bestHour) = (new float[options.Categories], new float[options.Categories]);
        DrawCategories(stream.Fork("categories"));

        _itemTastes = new float[items * dimensions];
        (_category, _seller, PopularityRank) = (new int[items], new int[items], new int[items]);
        (_relativePrice, _quality) = (new float[items], new float[items]);
        (_arrivalDay, _trendPhase, _basePopularity) = (new float[items], new float[items], new float[items]);
        DrawItems(stream.Fork("items"), stream.Fork("sellers"));
        RankItems(stream.Fork("ranks"));
    }

    /// <summary>Popularity rank of each item before trends, 1 = most popular.</summary>
    internal int[] PopularityRank { get; }

    /// <summary>Centre of the category's tastes, length 1.</summary>
    public ReadOnlySpan<float> CategoryCentre(int category) =>
        _categoryCentres.AsSpan(category * _options.TasteDimensions, _options.TasteDimensions);

    /// <summary>The taste an item serves, length 1.</summary>
    public ReadOnlySpan<float> Taste(int item) => _itemTastes.AsSpan(item * _options.TasteDimensions, _options.TasteDimensions);

    /// <summary>Hour of the day at which the category is liked best, in [0, 24).</summary>
    public float BestHour(int category) => _bestHour[category];

    /// <summary>Category of an item.</summary>
    public int Category(int item) => _category[item];

    /// <summary>Seller of an item.</summary>
    public int Seller(int item) => _seller[item];

    /// <summary>ln(price / usual price of the category) in deviations: standard normal over the items.</summary>
    public float PriceLevel(int item) => _relativePrice[item];

    /// <summary>Price / usual price of the category.</summary>
    public float RelativePrice(int item) => MathF.Exp(PriceSpread * _relativePrice[item]);

    /// <summary>Price in money.</summary>
    public float Price(int item) => _usualPrice[_category[item]] * RelativePrice(item);

    /// <summary>Quality, about standard normal over the items.</summary>
    public float Quality(int item) => _quality[item];

    /// <summary>Day of the log on which the item arrived; negative: before the log began.</summary>
    public float ArrivalDay(int item) => _arrivalDay[item];

    /// <summary>Popularity of an item on a day: rank^−α × trend × a boost while new; 0 before its first whole day.</summary>
    /// <returns>Weight relative to rank 1 at rest.</returns>
    public double Popularity(int item, int day)
    {
        float age = day - _arrivalDay[item];
        if (age < 0) return 0;
        double trend = _options.PopularityDrift * Math.Sin(2 * Math.PI * (day / 14.0 + _trendPhase[item]));
        double novelty = 1 + 2 * Math.Exp(-age / 2);
        return _basePopularity[item] * Math.Exp(trend) * novelty;
    }

    private void DrawCategories(RandomStream stream)
    {
        RandomStream centres = stream.Fork("centres"), prices = stream.Fork("prices"), hours = stream.Fork("hours");
        int dimensions = _options.TasteDimensions;
        for (int c = 0; c < _usualPrice.Length; c++)
        {
            Direction.Fill(_categoryCentres.AsSpan(c * dimensions, dimensions), centres, (ulong)(c * dimensions));
            _usualPrice[c] = MathF.Exp(3.2f + 0.8f * prices.Normal((ulong)c));
            _bestHour[c] = 24 * hours.Uniform((ulong)c);
        }
    }

    private void DrawItems(RandomStream stream, RandomStream sellers)
    {
        AliasTable categories = new(Zipf(_options.Categories, 0.5));
        RandomStream pick = stream.Fork("category"), tastes = stream.Fork("taste"), numbers = stream.Fork("numbers");
        RandomStream arrivals = stream.Fork("arrival");
        int dimensions = _options.TasteDimensions;
        for (int i = 0; i < _category.Length; i++)
        {
            ulong n = (ulong)i;
            _category[i] = categories.Draw(pick.UInt64(n));
            _seller[i] = SellerOf(_category[i], sellers.Uniform(n));
            Span<float> taste = _itemTastes.AsSpan(i * dimensions, dimensions);
            Direction.Fill(taste, tastes, n * (ulong)dimensions);
            Direction.Pull(taste, CategoryCentre(_category[i]), CategoryShareOfTaste);
            _relativePrice[i] = numbers.Normal(2 * n);
            _quality[i] = 0.8f * numbers.Normal(2 * n + 1) + 0.6f * sellers.Fork("quality").Normal((ulong)_seller[i]);
            _trendPhase[i] = stream.Fork("trend").Uniform(n);
            _arrivalDay[i] = arrivals.Uniform(2 * n) < _options.NewItemShare
                ? _options.Days * arrivals.Uniform(2 * n + 1)
                : -OldestItemDays * arrivals.Uniform(2 * n + 1);
        }
    }

    /// <summary>Sellers c, c + C, c + 2C … sell in category c; the first of them most, the share of the k-th falling as
    /// 1/√k.</summary>
    private int SellerOf(int category, float uniform)
    {
        int sellers = (_options.Sellers - category + _options.Categories - 1) / _options.Categories;
        return category + _options.Categories * (int)(sellers * uniform * uniform);
    }

    /// <summary>Better items tend to be the more popular ones: ranks follow ½·quality + noise.</summary>
    private void RankItems(RandomStream stream)
    {
        int[] byRank = [.. Enumerable.Range(0, _category.Length)];
        float[] keys = [.. byRank.Select(i => -(0.5f * _quality[i] + stream.Normal((ulong)i)))];
        Array.Sort(keys, byRank);
        for (int r = 0; r < byRank.Length; r++)
        {
            PopularityRank[byRank[r]] = r + 1;
            _basePopularity[byRank[r]] = (float)Math.Pow(r + 1, -_options.PopularityExponent);
        }
    }

    private static double[] Zipf(int count, double exponent) =>
        [.. Enumerable.Range(1, count).Select(rank => Math.Pow(rank, -exponent))];
}
