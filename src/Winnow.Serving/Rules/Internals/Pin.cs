namespace Winnow.Serving;

/// <summary>An item and the place it is pinned on.</summary>
internal sealed record Pin(PinRuleOptions Rule, int Item);

/// <summary>The pins, lowest place first, and which of them a request sees.</summary>
internal sealed class PinnedItems(IReadOnlyList<Pin> pins, IReadOnlyList<IItemFilter> filters)
{
    /// <summary>Pins that hold now, stand on the page, and are kept out by no filter.</summary>
    public IReadOnlyList<Pin> Of(StageContext context) => pins.Count == 0 ? pins : [.. pins.Where(p => IsShown(p, context))];

    private bool IsShown(Pin pin, StageContext context)
    {
        if (!pin.Rule.HoldsAt(context.Now) || pin.Rule.Place > context.Request.Count) return false;
        if (context.Request.Candidates is { } own && !own.Contains(pin.Rule.Item, StringComparer.Ordinal)) return false;
        foreach (IItemFilter filter in filters)
            if (!filter.Accepts(context)(pin.Item)) return false;
        return true;
    }
}
