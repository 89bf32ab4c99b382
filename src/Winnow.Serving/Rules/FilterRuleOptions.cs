namespace Winnow.Serving;

/// <summary>Shows only items for which the conditions hold.</summary>
public sealed record FilterRuleOptions : ConditionalRuleOptions
{
    /// <inheritdoc/>
    protected override string DefaultTitle => $"filter {Attribute}";
}
