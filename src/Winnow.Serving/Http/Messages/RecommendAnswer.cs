using System.ComponentModel;

namespace Winnow.Serving.Http;

/// <summary>What <c>POST /v1/recommend</c> and <c>POST /v1/rank</c> answer.</summary>
/// <param name="RequestId">Id of the request; events that follow from it name it.</param>
/// <param name="Release">Name of the release that gave the whole answer.</param>
/// <param name="Variant">The variant that answered.</param>
/// <param name="Items">The items, best first.</param>
/// <param name="Stages">What each stage did.</param>
/// <param name="Degraded">Whether a stage did not do its work.</param>
/// <param name="Unknown">Candidates that the release does not know; absent if there are none.</param>
public sealed record RecommendAnswer(
    [property: Description("Id of the request; events that follow from it name it.")] string RequestId,
    [property: Description("Name of the release that gave the whole answer.")] string Release,
    [property: Description("The variant that answered.")] string Variant,
    [property: Description("The items, best first; fewer than wanted if the catalogue or the rules leave no more.")] IReadOnlyList<RecommendedItem> Items,
    [property: Description("What each stage did, in order.")] IReadOnlyList<StageAnswer> Stages,
    [property: Description("Whether a stage did not do its work, so that the answer is worse than it could be.")] bool Degraded,
    [property: Description("Candidates that the release does not know; absent if there are none.")] IReadOnlyList<string>? Unknown)
{
    /// <summary>The answer of a funnel.</summary>
    internal static RecommendAnswer Of(RecordedRequest answered) => new(
        answered.RequestId, answered.Answer.Release, answered.Variant, answered.Answer.Items, StageAnswer.Of(answered.Answer.Stages) ?? [],
        answered.Answer.IsDegraded, answered.Answer.Unknown.Count > 0 ? answered.Answer.Unknown : null);
}
