namespace Winnow.Serving;

/// <summary>Multiplies the odds of items for which the conditions hold: ln(factor) is added to a logit, which means the same for good and bad
/// items and for any ranker. A score of recall, which orders the page when no model could score it, is multiplied by the factor.</summary>
public sealed record BoostRuleOptions : ConditionalRuleOptions
{
    /// <summary>What the odds are multiplied by, in [0.001, 1000]; below 1: the item falls. Default 1.</summary>
    public double Factor { get; init; } = 1;

    /// <inheritdoc/>
    protected override string DefaultTitle => $"boost {Attribute}";

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults() =>
        Factor is >= 0.001 and <= 1000 ? base.Faults() : base.Faults().Append($"factor is {Factor}, it must lie in [0.001, 1000]");
}
