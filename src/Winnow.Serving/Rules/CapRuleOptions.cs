namespace Winnow.Serving;

/// <summary>Shows at most so many items with the same value of an attribute. An item with several values counts for each; one without is never capped.</summary>
public sealed record CapRuleOptions : RuleOptions
{
    /// <summary>The item feature: a seller, a category. Required.</summary>
    public string Attribute { get; init; } = "";

    /// <summary>Items a value, at least 1. Default 1.</summary>
    public int Most { get; init; } = 1;

    /// <inheritdoc/>
    public override IEnumerable<string> Attributes => [Attribute];

    /// <inheritdoc/>
    protected override string DefaultTitle => $"cap {Attribute}";

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults()
    {
        if (string.IsNullOrWhiteSpace(Attribute)) yield return "attribute is missing; name a feature of the items";
        if (Most < 1) yield return $"most is {Most}, it must be at least 1; to show none, use a filter";
    }
}
