namespace Winnow.Serving;

/// <summary>The rules of a release, ready to be asked; see <see cref="RuleOptions"/> for their order. Safe from any thread.</summary>
public sealed class FunnelRules
{
    private FunnelRules(IReadOnlyList<IItemFilter> filters, IReadOnlyList<IScoreRule> scoreRules, IReadOnlyList<IPageRule> pageRules) =>
        (Filters, ScoreRules, PageRules) = (filters, scoreRules, pageRules);

    /// <summary>What keeps items out; the first is the request's own <see cref="FunnelRequest.Exclude"/>.</summary>
    public IReadOnlyList<IItemFilter> Filters { get; }

    /// <summary>What changes scores, in order.</summary>
    public IReadOnlyList<IScoreRule> ScoreRules { get; }

    /// <summary>What changes the finished order, in order: caps, then pins.</summary>
    public IReadOnlyList<IPageRule> PageRules { get; }

    /// <summary>Makes the rules of a release.</summary>
    /// <param name="rules">What they are to do.</param>
    /// <param name="items">The items.</param>
    /// <exception cref="ArgumentException">A setting is out of range, rules contradict each other, or the release has not an attribute or item
    /// that they name; the message lists every fault.</exception>
    public static FunnelRules Create(IReadOnlyList<RuleOptions> rules, IItemCatalogue items)
    {
        ArgumentNullException.ThrowIfNull(items);
        RuleOptions.Validate(rules);
        RuleMaking make = new(items);
        List<IItemFilter> filters = [new ExcludeFilter(), .. rules.OfType<SeenRuleOptions>().Select(r => new SeenFilter(r))];
        foreach (FilterRuleOptions rule in rules.OfType<FilterRuleOptions>())
            if (make.Condition(rule) is { } condition) filters.Add(new AttributeFilter(rule, condition));
        List<IScoreRule> boosts = [];
        foreach (BoostRuleOptions rule in rules.OfType<BoostRuleOptions>())
            if (make.Condition(rule) is { } condition) boosts.Add(new Boost(rule, condition));
        List<Cap> caps = [];
        foreach (CapRuleOptions rule in rules.OfType<CapRuleOptions>())
            if (make.Attribute(rule.Title, rule.Attribute) is { } attribute) caps.Add(new Cap(rule, attribute));
        List<Pin> pins = [];
        foreach (PinRuleOptions rule in rules.OfType<PinRuleOptions>().OrderBy(r => r.Place))
            if (make.Item(rule) is { } item) pins.Add(new Pin(rule, item));
        make.ThrowIfFaulty();

        PinnedItems pinned = new(pins, filters);
        List<IPageRule> page = [];
        if (caps.Count > 0) page.Add(new Caps(caps, pinned));
        if (pins.Count > 0) page.Add(new Pins(pinned));
        return new FunnelRules(filters, boosts, page);
    }
}
