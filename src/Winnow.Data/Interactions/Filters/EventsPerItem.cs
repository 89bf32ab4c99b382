namespace Winnow.Data;

/// <summary>Keeps items with a number of events in a range. Applied once: users may fall below their own limits.</summary>
/// <param name="Least">Least number of events, at least 0.</param>
/// <param name="Most">Greatest number of events.</param>
public sealed record EventsPerItem(int Least, int Most = int.MaxValue) : InteractionFilter
{
    internal override Interactions Filter(Interactions log) => DegreeRange.Keep(log, log.ItemOf, log.Items.Count, Least, Most);

    internal override string Describe() => $"items with {DegreeRange.Describe(Least, Most)} events";
}
