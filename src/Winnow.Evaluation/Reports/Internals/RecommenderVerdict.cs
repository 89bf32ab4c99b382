namespace Winnow.Evaluation.Reports.Internals;

/// <summary>Who leads, and over whom for certain, in one sentence; the figures behind it as tiles.</summary>
internal static class RecommenderVerdict
{
    internal static Html Draw(TopNComparison comparison)
    {
        int best = Enumerable.Range(0, comparison.Models.Count).MaxBy(m => comparison[m, 0].Value);
        return Html.Of($"""<p class="verdict">{Sentence(comparison, best)}</p><ul class="tiles">{Tiles(comparison, best)}</ul>""");
    }

    private static Html Sentence(TopNComparison comparison, int best)
    {
        int reference = comparison.ReferenceIndex, others = comparison.Models.Count - 1;
        Html sentence = Html.Of($"<strong>{comparison.Models[best].Name}</strong> has the highest {comparison.Title(0)}, <strong>{Figures.Metric(comparison[best, 0].Value)}</strong>");
        if (others == 0) return Html.Of($"{sentence}; there is nothing to compare it with.");
        if (best == reference)
        {
            string[] close = [.. Enumerable.Range(0, comparison.Models.Count).Where(m => m != best && comparison[m, 0].Mark(comparison.Options.Alpha).Length == 0)
                .Select(m => comparison.Models[m].Name)];
            return close.Length == 0
                ? Html.Of($"{sentence}, significantly above {(others == 1 ? "the other" : $"each of the {others} others")}.")
                : Html.Of($"{sentence}; {Names(close)} may be as good: the difference may be chance.");
        }
        string judgement = comparison[best, 0].Mark(comparison.Options.Alpha).Length > 0 ? "significantly above" : "not significantly above";
        return Html.Of($"{sentence}, {judgement} {comparison.Models[reference].Name} with {Figures.Metric(comparison[reference, 0].Value)}.");
    }

    private static string Names(string[] names) => names.Length switch
    {
        1 => names[0],
        <= 3 => $"{string.Join(", ", names[..^1])} and {names[^1]}",
        _ => $"{names[0]}, {names[1]} and {names.Length - 2} others",
    };

    private static IEnumerable<Html> Tiles(TopNComparison comparison, int best)
    {
        TopNReport report = comparison.Models[best].Report;
        yield return Tile($"Best {comparison.Title(0)}", Figures.Metric(comparison[best, 0].Value), Figures.Between(comparison[best, 0].Interval));
        yield return Tile("Models", Figures.Count(comparison.Models.Count), $"reference: {comparison.Models[comparison.ReferenceIndex].Name}");
        yield return Tile("Users judged", Figures.Count(report.Users), $"{Figures.Count(report.UsersWithoutRelevant)} left out, nothing held out");
        yield return Tile("Candidates", comparison.Protocol.FullCatalogue ? "all" : comparison.Protocol.CandidateLabel, $"{Figures.Count(comparison.Protocol.Items)} items");
    }

    private static Html Tile(string name, string figure, string note) => Html.Of(
        $"""
        <li><span class="tile-name">{name}</span><span class="tile-figure">{figure}</span>
        <span class="tile-note">{note}</span></li>
        """);
}
