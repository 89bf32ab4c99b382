namespace Winnow.Serving;

/// <summary>A rule about items of which something is true. All conditions that are given must hold.</summary>
public abstract record ConditionalRuleOptions : RuleOptions
{
    /// <summary>The item feature that is asked. Required.</summary>
    public string Attribute { get; init; } = "";

    /// <summary>The item has at least one of these texts; empty: not asked. An item without the feature has none.</summary>
    public IReadOnlyList<string> OneOf { get; init; } = [];

    /// <summary>The item has none of these texts; empty: not asked.</summary>
    public IReadOnlyList<string> NoneOf { get; init; } = [];

    /// <summary>The feature is a number, at least this; null: not asked.</summary>
    public double? AtLeast { get; init; }

    /// <summary>The feature is a number, at most this; null: not asked.</summary>
    public double? AtMost { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<string> Attributes => [Attribute];

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults()
    {
        if (string.IsNullOrWhiteSpace(Attribute)) yield return "attribute is missing; name a feature of the items";
        if (OneOf.Count == 0 && NoneOf.Count == 0 && AtLeast is null && AtMost is null) yield return "there is no condition; give oneOf, noneOf, atLeast or atMost";
        if (AtLeast is double.NaN || AtMost is double.NaN || AtLeast > AtMost) yield return $"atLeast is {AtLeast} and atMost {AtMost}, so no number fits";
    }
}
