namespace Winnow.Serving;

/// <summary>Keeps out the history.</summary>
internal sealed class SeenFilter(SeenRuleOptions rule) : IItemFilter
{
    public string Name => rule.Title;

    public Func<int, bool> Accepts(StageContext context)
    {
        if (context.History.Count == 0 || !rule.HoldsAt(context.Now)) return static _ => true;
        HashSet<int> seen = [.. context.History];
        return item => !seen.Contains(item);
    }
}
