namespace Winnow.Serving;

/// <summary>Looks up what rules name in a release, and collects what is not there.</summary>
internal sealed class RuleMaking(IItemCatalogue items)
{
    private readonly List<string> _faults = [];

    public ItemCondition? Condition(ConditionalRuleOptions rule) => Attribute(rule.Title, rule.Attribute) is { } attribute ? new ItemCondition(rule, attribute) : null;

    public IItemAttribute? Attribute(string rule, string name)
    {
        try
        {
            return items.Attribute(name);
        }
        catch (ArgumentException e)
        {
            _faults.Add($"rule '{rule}': {e.Message}");
            return null;
        }
    }

    public int? Item(PinRuleOptions rule)
    {
        if (items.Ids.TryFind(rule.Item, out int item)) return item;
        _faults.Add($"rule '{rule.Title}' pins item {rule.Item}, which the release does not know; take the rule out, or pack the item");
        return null;
    }

    public void ThrowIfFaulty()
    {
        if (_faults.Count > 0) throw new ArgumentException($"The rules do not fit the release: {string.Join("; ", _faults)}.");
    }
}
