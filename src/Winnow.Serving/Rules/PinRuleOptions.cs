namespace Winnow.Serving;

/// <summary>Puts an item on a place of every page, whether or not it was recalled; on the last one if the page is shorter than that.</summary>
/// <remarks>Not on pages that end above the place. A request that brings its own candidates sees only those of them that are pinned on their places.</remarks>
public sealed record PinRuleOptions : RuleOptions
{
    /// <summary>Id of the item. Required.</summary>
    public string Item { get; init; } = "";

    /// <summary>Its place, from 1. Default 1.</summary>
    public int Place { get; init; } = 1;

    /// <inheritdoc/>
    protected override string DefaultTitle => $"pin {Item}";

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults()
    {
        if (Item.Length == 0) yield return "item is missing; give the id of an item";
        if (Place < 1) yield return $"place is {Place}, places count from 1";
    }

    /// <summary>Pairs of pins that want the same place, or the same item, at the same time.</summary>
    internal static IEnumerable<string> Conflicts(IReadOnlyList<RuleOptions> rules)
    {
        PinRuleOptions[] pins = [.. rules.OfType<PinRuleOptions>()];
        for (int i = 0; i < pins.Length; i++)
            for (int j = 0; j < i; j++)
            {
                if (!pins[i].MeetsInTime(pins[j])) continue;
                if (pins[i].Place == pins[j].Place) yield return $"'{pins[j].Title}' and '{pins[i].Title}' are pinned on place {pins[i].Place} at the same time; give each a place of its own";
                else if (pins[i].Item == pins[j].Item) yield return $"item {pins[i].Item} is pinned on the places {pins[j].Place} and {pins[i].Place} at the same time; choose one";
            }
    }

    private bool MeetsInTime(PinRuleOptions other) => !(other.Until <= From) && !(Until <= other.From);
}
