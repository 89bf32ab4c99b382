namespace Winnow.Data;

/// <summary>Makes one event of those that have the same user and item.</summary>
/// <param name="Rule">Which one stays.</param>
public sealed record OnePerPair(RepeatRule Rule = RepeatRule.Last) : InteractionFilter
{
    internal override Interactions Filter(Interactions log) => Repeats.Apply(log, Rule);

    internal override string Describe() => $"one event a pair ({YamlNames.Of(Rule)})";
}
