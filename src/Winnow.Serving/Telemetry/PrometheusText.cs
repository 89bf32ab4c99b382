using System.Globalization;
using System.Text;

namespace Winnow.Serving;

/// <summary>Metrics in the text format of Prometheus, version 0.0.4.</summary>
internal static class PrometheusText
{
    /// <summary>Content type of the text.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Writes all instruments.</summary>
    public static string Write(IEnumerable<MetricSeries> instruments)
    {
        StringBuilder text = new(16 << 10);
        foreach (MetricSeries instrument in instruments) Write(text, instrument);
        return text.ToString();
    }

    private static void Write(StringBuilder text, MetricSeries instrument)
    {
        MetricSeries.Series[] all = instrument.Copy();
        if (all.Length == 0) return;
        string name = NameOf(instrument);
        text.Append("# HELP ").Append(name).Append(' ').Append(Escaped(instrument.Instrument.Description ?? "", isLabel: false)).Append('\n');
        text.Append("# TYPE ").Append(name).Append(instrument.Bounds is not null ? " histogram\n" : instrument.IsCounter ? " counter\n" : " gauge\n");
        foreach (MetricSeries.Series series in all)
        {
            if (instrument.Bounds is { } bounds) WriteHistogram(text, name, bounds, series);
            else Line(text, name, series.Tags, null, series.Sum);
        }
    }

    private static void WriteHistogram(StringBuilder text, string name, double[] bounds, MetricSeries.Series series)
    {
        long below = 0;
        for (int i = 0; i < bounds.Length; i++) Line(text, name + "_bucket", series.Tags, Number(bounds[i]), below += series.Buckets![i]);
        Line(text, name + "_bucket", series.Tags, "+Inf", series.Count);
        Line(text, name + "_sum", series.Tags, null, series.Sum);
        Line(text, name + "_count", series.Tags, null, series.Count);
    }

    private static void Line(StringBuilder text, string name, KeyValuePair<string, object?>[] tags, string? upTo, double value)
    {
        text.Append(name);
        if (tags.Length > 0 || upTo is not null)
        {
            text.Append('{');
            string comma = "";
            foreach ((string tag, object? word) in tags)
            {
                text.Append(comma).Append(Legal(tag)).Append("=\"").Append(Escaped(Convert.ToString(word, CultureInfo.InvariantCulture) ?? "", isLabel: true)).Append('"');
                comma = ",";
            }
            if (upTo is not null) text.Append(comma).Append("le=\"").Append(upTo).Append('"');
            text.Append('}');
        }
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string NameOf(MetricSeries instrument)
    {
        string name = Legal(instrument.Instrument.Name);
        string unit = instrument.Instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        if (!name.EndsWith(unit, StringComparison.Ordinal)) name += unit;
        return instrument.IsCounter && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    private static string Legal(string name) =>
        string.Create(name.Length, name, (span, from) =>
        {
            for (int i = 0; i < span.Length; i++) span[i] = char.IsAsciiLetterOrDigit(from[i]) ? from[i] : '_';
        });

    private static string Escaped(string text, bool isLabel)
    {
        text = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return isLabel ? text.Replace("\"", "\\\"", StringComparison.Ordinal) : text;
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
