using System.Globalization;

namespace Winnow.Data;

/// <summary>What was met while interactions were read.</summary>
/// <param name="Rows">Rows or lines read, malformed ones included.</param>
/// <param name="Events">Events read, before repeats were dealt with.</param>
/// <param name="MissingRows">Rows passed over because they name no user or no item.</param>
/// <param name="RepeatedEvents">Events taken away or merged because their pair came more than once.</param>
/// <param name="BadRows">The malformed rows.</param>
public sealed record InteractionReadReport(long Rows, long Events, long MissingRows, long RepeatedEvents, BadRowLog BadRows)
{
    /// <summary>One line with every count that is not 0, then the malformed rows.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Rows} rows, {Events} events")
        + Part(MissingRows, "rows without user or item") + Part(RepeatedEvents, "repeated events merged") + $"; {BadRows}";

    private static string Part(long count, string what) => count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {count} {what}");
}
