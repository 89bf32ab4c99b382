namespace Winnow.Serving;

/// <summary>One attempt to change the release of a variant.</summary>
/// <param name="Time">When it was decided.</param>
/// <param name="Variant">Name of the variant.</param>
/// <param name="From">Name of the release that served; null if none did.</param>
/// <param name="To">Name of the release that was to serve; its path if it could not be read.</param>
/// <param name="IsRollBack">Whether the release before was put back.</param>
/// <param name="Took">Time of loading, checking and warming.</param>
/// <param name="Fault">Null, or why the old release stayed.</param>
public sealed record SwapRecord(DateTimeOffset Time, string Variant, string? From, string To, bool IsRollBack, TimeSpan Took, string? Fault);
