using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Winnow.Serving.Http;

/// <summary>Releases and experiments.</summary>
internal static class AdminRoutes
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/admin/releases", Releases).RequireKey(ApiKeyKind.Admin).Describe("admin", "What serves each variant, and the last swaps.");
        routes.MapPost("/admin/releases", SwapAsync).RequireKey(ApiKeyKind.Admin)
            .Describe("admin", "Loads, checks and warms a release, then lets it serve. On any fault the old one stays.").ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        routes.MapPost("/admin/rollback", RollBack).RequireKey(ApiKeyKind.Admin)
            .Describe("admin", "Puts the release before the present one back, at once.").ProducesProblem(StatusCodes.Status409Conflict);
        routes.MapGet("/admin/experiments", Experiments).RequireKey(ApiKeyKind.Admin).Describe("admin", "The experiment that runs.");
        routes.MapPost("/admin/experiments", Begin).RequireKey(ApiKeyKind.Admin)
            .Describe("admin", "Begins another experiment in place of the one that runs: which users see which variant, and which variant answers unseen.");
    }

    private static Ok<ReleasesAnswer> Releases([FromServices] IReleaseRegistry releases) => TypedResults.Ok(ReleasesAnswer.Of(releases));

    private static async Task<Results<Ok<ReleasesAnswer>, ProblemHttpResult>> SwapAsync(
        [FromBody] SwapBody body, [FromServices] IReleaseRegistry releases, CancellationToken cancel)
    {
        if ((body.Path.Length == 0 ? "path is empty; expected a release directory." : Checks.Variant(body.Variant)) is { } fault)
            return Problems.Of(StatusCodes.Status400BadRequest, fault);
        try
        {
            await releases.SwapAsync(body.Path, body.Variant, cancel);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return Problems.Of(StatusCodes.Status422UnprocessableEntity, $"The release was not taken, the one before goes on: {e.Message}");
        }
        return TypedResults.Ok(ReleasesAnswer.Of(releases));
    }

    private static Results<Ok<ReleasesAnswer>, ProblemHttpResult> RollBack([FromBody] RollBackBody body, [FromServices] IReleaseRegistry releases)
    {
        if (Checks.Variant(body.Variant) is { } fault) return Problems.Of(StatusCodes.Status400BadRequest, fault);
        try
        {
            releases.RollBack(body.Variant);
        }
        catch (InvalidOperationException e)
        {
            return Problems.Of(StatusCodes.Status409Conflict, e.Message);
        }
        return TypedResults.Ok(ReleasesAnswer.Of(releases));
    }

    private static Ok<ExperimentBody> Experiments([FromServices] ExperimentBoard board) => TypedResults.Ok(ExperimentBody.Of(board.Present));

    private static Results<Ok<ExperimentBody>, ProblemHttpResult> Begin(
        [FromBody] ExperimentBody body, [FromServices] ExperimentBoard board, [FromServices] IReleaseRegistry releases)
    {
        HashSet<string> served = new(releases.Variants.Select(v => v.Variant), StringComparer.Ordinal);
        foreach (ExperimentArm? arm in (IEnumerable<ExperimentArm?>)[.. body.Arms, .. body.Shadow is { } shadow ? [shadow] : Array.Empty<ExperimentArm>()])
            if (arm is null || !served.Contains(arm.Variant))
                return Problems.Of(StatusCodes.Status400BadRequest, $"No release serves the variant '{arm?.Variant}'. Load one with POST /admin/releases first; there are {string.Join(", ", served)}.");
        try
        {
            board.Begin(body.ToExperiment());
        }
        catch (ArgumentException e)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, e.Message);
        }
        catch (IOException e)
        {
            return Problems.Of(StatusCodes.Status503ServiceUnavailable, $"The experiment cannot be kept, the one before goes on: {e.Message}");
        }
        return TypedResults.Ok(ExperimentBody.Of(board.Present));
    }
}
