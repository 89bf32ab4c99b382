namespace Winnow.Serving;

/// <summary>The conditions of a rule on one attribute.</summary>
internal sealed class ItemCondition(ConditionalRuleOptions rule, IItemAttribute attribute)
{
    private readonly TextSet _oneOf = new(attribute, rule.OneOf), _noneOf = new(attribute, rule.NoneOf);

    /// <summary>The question to ask for each item of one request.</summary>
    public Func<int, bool> ForRequest()
    {
        bool[]? oneOf = _oneOf.Members(), noneOf = _noneOf.Members();
        bool asksNumber = rule.AtLeast is not null || rule.AtMost is not null;
        double least = rule.AtLeast ?? double.NegativeInfinity, most = rule.AtMost ?? double.PositiveInfinity;
        return item =>
        {
            if (oneOf is not null && !Meets(attribute.Values(item), oneOf)) return false;
            if (noneOf is not null && Meets(attribute.Values(item), noneOf)) return false;
            return !asksNumber || (attribute.Number(item) is double number && number >= least && number <= most);
        };
    }

    /// <summary>A text that came up after the request began is in no list.</summary>
    private static bool Meets(ReadOnlySpan<int> values, bool[] members)
    {
        foreach (int value in values)
            if (value < members.Length && members[value]) return true;
        return false;
    }
}
