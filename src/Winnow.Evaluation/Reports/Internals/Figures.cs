using System.Globalization;

namespace Winnow.Evaluation.Reports.Internals;

/// <summary>Numbers as text: a fixed number of digits for each kind, so that columns line up.</summary>
internal static class Figures
{
    private const string Missing = "–";

    internal static string Metric(double value) => Fixed(value, "0.0000;−0.0000;0.0000");

    internal static string Ratio(double value) => Fixed(value, "0.000");

    internal static string Signed(double value) => Fixed(value, "+0.0000;−0.0000;0.0000");

    internal static string Percent(double share) => Fixed(100 * share, "0.0' %'");

    internal static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>12,400 → 12.4 k.</summary>
    internal static string Short(double value) => value switch
    {
        double.NaN => Missing,
        >= 1e9 => Fixed(value / 1e9, "0.00") + " bn",
        >= 1e6 => Fixed(value / 1e6, "0.00") + " M",
        >= 1e4 => Fixed(value / 1e3, "0.0") + " k",
        _ => Fixed(value, "#,0"),
    };

    internal static string Epoch(double epoch) => Fixed(epoch, "0.##");

    internal static string Between(Interval interval) =>
        double.IsNaN(interval.Low) ? Missing : $"{Metric(interval.Low)} – {Metric(interval.High)}";

    internal static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 100 } => Fixed(time.TotalSeconds, "0.0") + " s",
        { TotalMinutes: < 100 } => Fixed(time.TotalMinutes, "0.0") + " min",
        _ => Fixed(time.TotalHours, "0.0") + " h",
    };

    /// <summary>Two or three digits of a time that may be anything from microseconds to days.</summary>
    internal static string Time(double seconds) => seconds switch
    {
        < 0.0000995 => Fixed(seconds * 1e6, "0") + " µs",
        < 0.00995 => Fixed(seconds * 1e3, "0.##") + " ms",
        < 0.995 => Fixed(seconds * 1e3, "0") + " ms",
        < 59.95 => Fixed(seconds, "0.#") + " s",
        < 3597 => Fixed(seconds / 60, "0.#") + " min",
        _ => Fixed(seconds / 3600, "0.#") + " h",
    };

    internal static string PValue(double p) => p switch
    {
        double.NaN => Missing,
        < 0.001 => "< 0.001",
        _ => Fixed(p, "0.000"),
    };

    private static string Fixed(double value, string format) =>
        double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : Missing;
}
