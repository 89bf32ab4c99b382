using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Winnow.Data;

namespace Winnow.Serving.Http;

/// <summary>Recommend, and rank what the caller has chosen.</summary>
internal static class RecommendRoutes
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/recommend", RecommendAsync).RequireKey(ApiKeyKind.Read)
            .Describe("recommend", "Recommends items to a user: recall, pre-rank, rank, re-rank, rules.");
        routes.MapPost("/v1/rank", RankAsync).RequireKey(ApiKeyKind.Read)
            .Describe("recommend", "Ranks the candidates of the caller for a user, by the same ranker and rules.");
    }

    private static async Task<Results<Ok<RecommendAnswer>, ProblemHttpResult>> RecommendAsync(
        [FromBody] RecommendBody body, [FromServices] RequestAnswerer answerer, CancellationToken cancel)
    {
        if (Checks.Request(body.User, body.Count, body.Exclude, body.Variant) is { } fault) return Problems.Of(StatusCodes.Status400BadRequest, fault);
        FunnelRequest request = new()
        {
            User = body.User,
            Count = body.Count ?? Checks.DefaultCount,
            Context = body.Context ?? FeatureValues.Empty,
            Exclude = body.Exclude ?? [],
            Explain = body.Explain,
        };
        return TypedResults.Ok(RecommendAnswer.Of(await answerer.AnswerAsync(request, body.Seed, body.Variant, cancel)));
    }

    private static async Task<Results<Ok<RecommendAnswer>, ProblemHttpResult>> RankAsync(
        [FromBody] RankBody body, [FromServices] RequestAnswerer answerer, CancellationToken cancel)
    {
        if ((Checks.Request(body.User, body.Count, body.Exclude, body.Variant) ?? Checks.Candidates(body.Candidates)) is { } fault)
            return Problems.Of(StatusCodes.Status400BadRequest, fault);
        FunnelRequest request = new()
        {
            User = body.User,
            Count = body.Count ?? Math.Min(Limits.Count, body.Candidates.Count),
            Context = body.Context ?? FeatureValues.Empty,
            Candidates = body.Candidates,
            Exclude = body.Exclude ?? [],
            Explain = body.Explain,
        };
        return TypedResults.Ok(RecommendAnswer.Of(await answerer.AnswerAsync(request, body.Seed, body.Variant, cancel)));
    }
}
