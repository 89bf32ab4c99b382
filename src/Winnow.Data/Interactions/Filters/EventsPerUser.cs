namespace Winnow.Data;

/// <summary>Keeps users with a number of events in a range. Applied once: items may fall below their own limits.</summary>
/// <param name="Least">Least number of events, at least 0.</param>
/// <param name="Most">Greatest number of events; users above it (crawlers, shops) go with all their events.</param>
public sealed record EventsPerUser(int Least, int Most = int.MaxValue) : InteractionFilter
{
    internal override Interactions Filter(Interactions log) => DegreeRange.Keep(log, log.UserOf, log.Users.Count, Least, Most);

    internal override string Describe() => $"users with {DegreeRange.Describe(Least, Most)} events";
}
