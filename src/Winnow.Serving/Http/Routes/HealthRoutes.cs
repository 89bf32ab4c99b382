using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Winnow.Serving.Http;

/// <summary>Whether the process lives, and whether requests may be sent to it. Without a key, and saying nothing but that.</summary>
internal static class HealthRoutes
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", Live).AllowWithoutKey()
            .WithTags("operation").WithSummary("Whether the process lives.");
        routes.MapGet("/health/ready", Ready).AllowWithoutKey()
            .WithTags("operation").WithSummary("Whether requests may be sent: a release serves, agrees with itself and is warm.")
            .Produces<HealthAnswer>(StatusCodes.Status503ServiceUnavailable);
    }

    private static Ok<HealthAnswer> Live() => TypedResults.Ok(new HealthAnswer("live"));

    private static Results<Ok<HealthAnswer>, JsonHttpResult<HealthAnswer>> Ready([FromServices] IReleaseRegistry releases, [FromServices] DrainState drain)
    {
        if (drain.IsDraining) return NotReady("draining");
        return releases.IsReady ? TypedResults.Ok(new HealthAnswer("ready")) : NotReady("not ready");
    }

    private static JsonHttpResult<HealthAnswer> NotReady(string status) =>
        TypedResults.Json(new HealthAnswer(status), ServerJson.Default.HealthAnswer, statusCode: StatusCodes.Status503ServiceUnavailable);
}
