namespace Winnow.Serving;

/// <summary>Keeps out items for which the conditions do not hold.</summary>
internal sealed class AttributeFilter(FilterRuleOptions rule, ItemCondition condition) : IItemFilter
{
    public string Name => rule.Title;

    public Func<int, bool> Accepts(StageContext context) => rule.HoldsAt(context.Now) ? condition.ForRequest() : static _ => true;
}
