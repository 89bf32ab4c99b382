namespace Winnow.Data.Marketplace.Internals;

/// <summary>How likely a user is to be after each category: ∝ √(category's popularity) · exp(κ⟨t_u, m_c⟩).</summary>
internal sealed class CategoryInterest(MarketplaceWorld world)
{
    private readonly double[] _cumulative = new double[world.Options.Categories];

    internal void Update(DayOffer offer, ReadOnlySpan<float> taste)
    {
        double total = 0;
        for (int c = 0; c < _cumulative.Length; c++)
        {
            double liking = world.Options.TasteStrength * Direction.Dot(taste, world.Catalogue.CategoryCentre(c));
            total += Math.Sqrt(offer.CategoryWeights[c]) * Math.Exp(liking);
            _cumulative[c] = total;
        }
    }

    internal int Draw(double uniform)
    {
        double at = uniform * _cumulative[^1];
        int found = Array.BinarySearch(_cumulative, at);
        return Math.Min(found >= 0 ? found + 1 : ~found, _cumulative.Length - 1);
    }
}
