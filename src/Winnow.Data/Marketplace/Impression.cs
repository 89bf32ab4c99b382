namespace Winnow.Data.Marketplace;

/// <summary>One item shown at one position of a page, what came of it, and what was to be expected.</summary>
/// <param name="Item">The item, in [0, items).</param>
/// <param name="Position">1 is the top of the page.</param>
/// <param name="ClickProbability">Examination × relevance: what a perfect model would predict.</param>
/// <param name="PurchaseProbability">Probability that a click is followed by a purchase, whenever it comes.</param>
/// <param name="Clicked">Whether the user clicked.</param>
/// <param name="PurchaseDelay">Seconds from the click to the purchase; null if there is none before the log ends.</param>
public readonly record struct Impression(
    int Item, int Position, double ClickProbability, double PurchaseProbability, bool Clicked, long? PurchaseDelay);
