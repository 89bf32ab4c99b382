namespace Winnow.Serving;

/// <summary>Keeps out what is in the user's history.</summary>
public sealed record SeenRuleOptions : RuleOptions
{
    /// <inheritdoc/>
    protected override string DefaultTitle => "seen";

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults() => [];
}
