using System.ComponentModel;

namespace Winnow.Serving.Http;

/// <summary>What serves, and how it came to.</summary>
/// <param name="Variants">The variants, the main one first.</param>
/// <param name="Swaps">The last swaps, roll-backs and refused releases, the latest first.</param>
public sealed record ReleasesAnswer(
    [property: Description("The variants, the main one first.")] IReadOnlyList<ServedVariant> Variants,
    [property: Description("The last swaps, roll-backs and refused releases, the latest first.")] IReadOnlyList<SwapAnswer> Swaps)
{
    /// <summary>What a registry says.</summary>
    internal static ReleasesAnswer Of(IReleaseRegistry releases) => new(releases.Variants, [.. releases.Swaps.Select(s => new SwapAnswer(
        s.Time, s.Variant, s.From, s.To, s.IsRollBack, Math.Round(s.Took.TotalSeconds, 3), s.Fault))]);
}

/// <summary>One attempt to change the release of a variant.</summary>
/// <param name="Time">When.</param>
/// <param name="Variant">The variant.</param>
/// <param name="From">The release that served; absent if none did.</param>
/// <param name="To">The release that was to serve.</param>
/// <param name="IsRollBack">Whether the release before was put back.</param>
/// <param name="Seconds">Time of loading, checking and warming.</param>
/// <param name="Fault">Why the old release stayed; absent if it did not.</param>
public sealed record SwapAnswer(
    [property: Description("When.")] DateTimeOffset Time,
    [property: Description("The variant.")] string Variant,
    [property: Description("The release that served; absent if none did.")] string? From,
    [property: Description("The release that was to serve.")] string To,
    [property: Description("Whether the release before was put back.")] bool IsRollBack,
    [property: Description("Time of loading, checking and warming.")] double Seconds,
    [property: Description("Why the old release stayed; absent if it did not.")] string? Fault);
