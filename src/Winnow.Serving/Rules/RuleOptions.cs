namespace Winnow.Serving;

/// <summary>A rule of the business; what it does is said by the derived type.</summary>
/// <remarks>
/// Rules work in this order, whatever the order in which they are written, and rules of one kind in the order written:
/// <list type="number">
/// <item>Filters (<see cref="SeenRuleOptions"/>, <see cref="FilterRuleOptions"/>, the request's own <see cref="FunnelRequest.Exclude"/>) keep items out of recall.</item>
/// <item>Boosts change scores between ranker and re-ranker.</item>
/// <item>Caps go through the finished order from the top, all caps at once: an item goes off the page if one of them is full, and then fills no other.</item>
/// <item>Pins put items on their places.</item>
/// </list>
/// Conflicts: a filter beats everything, so a pin of an item that it keeps out is not shown. Pins beat caps: pinned items are counted first and
/// never taken off. Caps never give way to a page that is not full: if too few items remain, fewer are shown. Two pins on one place, or of one item,
/// at the same time are an error of the configuration.
/// </remarks>
public abstract record RuleOptions
{
    /// <summary>Name in reports and explanations; empty: made from what the rule does.</summary>
    public string Name { get; init; } = "";

    /// <summary>First moment at which the rule holds; null: always.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>First moment at which it holds no longer; null: never ends. A date alone is its first instant in UTC.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Names of the item attributes the rule asks for.</summary>
    public virtual IEnumerable<string> Attributes => [];

    /// <summary><see cref="Name"/>, or what stands for it.</summary>
    public string Title => Name.Length > 0 ? Name : DefaultTitle;

    /// <summary>A name made from what the rule does.</summary>
    protected abstract string DefaultTitle { get; }

    /// <summary>Whether the rule holds at a moment.</summary>
    public bool HoldsAt(DateTimeOffset now) => !(now < From) && !(now >= Until);

    /// <summary>Checks rules, each alone and all together.</summary>
    /// <exception cref="ArgumentException">A setting is out of range, or rules contradict each other; the message lists every fault.</exception>
    public static void Validate(IReadOnlyList<RuleOptions> rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        string[] faults = [.. rules.SelectMany((rule, i) => rule.AllFaults().Select(fault => $"rules[{i}] ('{rule.Title}'): {fault}")), .. PinRuleOptions.Conflicts(rules)];
        if (faults.Length > 0) throw new ArgumentException($"{string.Join("; ", faults)}.", nameof(rules));
    }

    /// <summary>What is out of range: the setting, its value, the range.</summary>
    protected abstract IEnumerable<string> Faults();

    private IEnumerable<string> AllFaults() =>
        From >= Until ? Faults().Prepend($"from is {From:u} and until {Until:u}, so it never holds; let from come first") : Faults();
}
