namespace Winnow.Serving;

/// <summary>Puts pinned items on their places, all at once: one pin does not shift another.</summary>
internal sealed class Pins(PinnedItems pinned) : IPageRule
{
    public string Name => "pins";

    public void Apply(StageContext context, List<Candidate> page, Action<int, string>? moves)
    {
        IReadOnlyList<Pin> pins = pinned.Of(context);
        if (pins.Count == 0) return;
        PagePlaces? before = moves is null ? null : new PagePlaces(page);
        Candidate[] items = [.. pins.Select(p => TakeOut(page, p.Item))];
        for (int i = 0; i < items.Length; i++) page.Insert(Math.Min(pins[i].Rule.Place - 1, page.Count), items[i]);
        before?.TellOthers("pins", page, context.Request.Count, [.. pins.Select(p => p.Item)], moves!);
        for (int i = 0; moves is not null && i < items.Length; i++) Tell(pins[i], before!.Of(pins[i].Item), page.IndexOf(items[i]), moves);
    }

    private static Candidate TakeOut(List<Candidate> page, int item)
    {
        int at = page.FindIndex(c => c.Item == item);
        if (at < 0) return new Candidate { Item = item, RecallScore = float.NaN, PreRankScore = float.NaN, RankScore = float.NaN, Score = float.NaN };
        Candidate found = page[at];
        page.RemoveAt(at);
        return found;
    }

    private static void Tell(Pin pin, int before, int after, Action<int, string> moves) =>
        moves(pin.Item, before < 0 ? $"'{pin.Rule.Title}': put on place {after + 1}" : $"'{pin.Rule.Title}': place {before + 1} → {after + 1}");
}
