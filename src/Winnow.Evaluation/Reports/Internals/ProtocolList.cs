namespace Winnow.Evaluation.Reports.Internals;

/// <summary>The protocol that all models share, and facts on the split.</summary>
internal static class ProtocolList
{
    internal static Html Draw(ComparisonReport report)
    {
        TopNProtocol protocol = report.Comparison.Protocol;
        (string Name, string Value)[] facts =
        [
            ("Split", protocol.Split ?? "unnamed"),
            ("Judged on", protocol.Part ?? "a held-out part"),
            ("Fingerprint of the split", protocol.Fingerprint ?? "none"),
            ("Users, items", $"{Figures.Count(protocol.Users)}, {Figures.Count(protocol.Items)}"),
            ("Candidates", protocol.Candidates),
            ("Seen items", protocol.FilterSeen ? "filtered" : "kept"),
            ("Equal scores", protocol.Ties == TieOrder.RandomKey ? $"by a random key of user and item, seed {protocol.Seed}" : "in numpy's order, for comparison with published figures"),
            ("Metric definitions", protocol.Definitions.Name),
            .. report.SplitFacts.Select(fact => (fact.Key, fact.Value)),
        ];
        return Html.Of(
            $"""
            <section><h2>Protocol and split</h2>
            <p class="lead">All models were judged so. Figures under another protocol must not stand beside these.</p>
            <dl class="facts">{facts.Select(fact => Html.Of($"<div><dt>{fact.Name}</dt><dd>{fact.Value}</dd></div>"))}</dl></section>
            """);
    }
}
