namespace Winnow.Serving.ConsoleApi;

/// <summary>Turns an answer of the funnel into what the page shows: with titles.</summary>
internal static class AnswerWriting
{
    public static AnswerReply Reply(FunnelAnswer answer, IItemCatalogue items, string? user, string variant, DateTimeOffset time, TimeSpan took, string? requestId = null) => new(
        requestId, time, user, variant, answer.Release, took.TotalMilliseconds, answer.IsDegraded, answer.Items.Any(i => i.Explanation is not null),
        items.Ids.Count, [.. answer.Stages.Select(Stage)], [.. answer.Items.Select(i => Item(i, items))]);

    private static StageReply Stage(StageReport stage) => new(
        stage.Stage, stage.Entered, stage.Left, stage.Time.TotalMilliseconds, stage.Degradation, [.. stage.Parts.Select(Stage)]);

    private static ItemReply Item(RecommendedItem item, IItemCatalogue items)
    {
        TitledItem titled = ItemTitles.Describe(item.Item, items);
        return new ItemReply(item.Item, titled.Title, titled.Features, item.Score, item.Explanation is { } why ? Explanation(why) : null);
    }

    private static ExplanationReply Explanation(ItemExplanation why) => new(
        [.. why.Sources.Select(s => new PlaceReply(s.Source, s.Place, s.Score))],
        [.. why.Stages.Select(s => new PlaceReply(s.Stage, s.Place, s.Score))],
        why.Rules,
        why.Score is { } score ? Score(score) : null);

    private static ScoreReply Score(ScoreExplanation score) => new(
        score.Method, score.Baseline, score.Logit, score.Remainder,
        [.. score.Terms.Select(t => new TermReply(t.Feature, t.Value, t.Amount))]);
}
