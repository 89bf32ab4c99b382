namespace Winnow.Serving;

/// <summary>A cap and the attribute it counts.</summary>
internal sealed record Cap(CapRuleOptions Rule, IItemAttribute Attribute);

/// <summary>All caps: goes through the order from the top and takes out items whose values are full.</summary>
internal sealed class Caps(IReadOnlyList<Cap> caps, PinnedItems pinned) : IPageRule
{
    public string Name => "caps";

    public void Apply(StageContext context, List<Candidate> page, Action<int, string>? moves)
    {
        PagePlaces? before = moves is null ? null : new PagePlaces(page);
        CapCount[] counts = [.. caps.Where(c => c.Rule.HoldsAt(context.Now)).Select(c => new CapCount(c))];
        int[] pins = [.. pinned.Of(context).Select(p => p.Item)];
        foreach (int item in pins)
            foreach (CapCount count in counts) count.Add(item);
        int kept = 0;
        for (int i = 0; i < page.Count; i++)
            if (pins.Contains(page[i].Item) || Fits(page[i].Item, counts, moves)) page[kept++] = page[i];
        page.RemoveRange(kept, page.Count - kept);
        before?.TellOthers("caps", page, context.Request.Count, [], moves!);
    }

    private static bool Fits(int item, CapCount[] counts, Action<int, string>? moves)
    {
        foreach (CapCount count in counts)
        {
            if (count.FullValue(item) is not { } full) continue;
            moves?.Invoke(item, $"'{count.Title}': {count.Most} of '{full}' stand above; left out");
            return false;
        }
        foreach (CapCount count in counts) count.Add(item);
        return true;
    }

    /// <summary>How many items of each value a cap has let through.</summary>
    private readonly struct CapCount(Cap cap)
    {
        private readonly Dictionary<int, int> _counts = [];

        public string Title => cap.Rule.Title;

        public int Most => cap.Rule.Most;

        public string? FullValue(int item)
        {
            foreach (int value in cap.Attribute.Values(item))
                if (_counts.GetValueOrDefault(value) >= Most) return cap.Attribute.Texts[value];
            return null;
        }

        public void Add(int item)
        {
            foreach (int value in cap.Attribute.Values(item)) _counts[value] = _counts.GetValueOrDefault(value) + 1;
        }
    }
}
