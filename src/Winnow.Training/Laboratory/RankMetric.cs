using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Winnow.Data;
using Winnow.Evaluation;

namespace Winnow.Training.Laboratory;

/// <summary>A metric of ranked lists at a cut-off, as recipes write it: <c>ndcg@10</c>.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Cutoff">Length at which lists are cut, at least 1.</param>
public sealed record RankMetric(TopNMetric Metric, int Cutoff)
{
    /// <summary>Reads <c>ndcg@10</c>.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="ArgumentException">It is no metric and cut-off; the message tells what was expected.</exception>
    public static RankMetric Parse(string text) => TryParse(text, out RankMetric? metric, out string expected)
        ? metric
        : throw new ArgumentException($"'{text}' is no metric; expected {expected}", nameof(text));

    /// <summary>The value in a report.</summary>
    public double In(TopNReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return report.Mean(Metric, Cutoff);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{YamlNames.Of(Metric)}@{Cutoff}");

    /// <summary>Reads <c>ndcg@10</c>; false, and a sentence on what was expected, if it is nothing like that.</summary>
    internal static bool TryParse(string text, [NotNullWhen(true)] out RankMetric? metric, out string expected)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split('@');
        metric = null;
        expected = "a metric and a cut-off such as ndcg@10.";
        if (parts.Length != 2) return false;
        if (!YamlNames.TryParse(parts[0], out TopNMetric name))
        {
            string[] legal = YamlNames.All<TopNMetric>();
            expected = $"a metric before the @: {string.Join(", ", legal)}.{(NearestName.Find(parts[0], legal) is { } near ? $" Did you mean '{near}'?" : "")}";
            return false;
        }
        if (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int cutoff) || cutoff < 1) return false;
        metric = new RankMetric(name, cutoff);
        return true;
    }
}
