using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Winnow.Serving.Http;

/// <summary>Events in.</summary>
internal static class EventRoutes
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/events", TakeAsync).RequireKey(ApiKeyKind.Write)
        .Describe("events", "Keeps what users did. Answered when it is on the disk; clicks and purchases are in the histories then, too, if the feature store can be reached.");

    private static async Task<Results<Accepted<EventsAnswer>, ProblemHttpResult>> TakeAsync(
        [FromBody] EventsBody body, [FromServices] EventIntake intake, CancellationToken cancel)
    {
        if (Checks.Events(body.Events) is { } fault) return Problems.Of(StatusCodes.Status400BadRequest, fault);
        (IReadOnlyList<ServedEvent>? events, fault) = intake.Read(body.Events);
        if (events is null) return Problems.Of(StatusCodes.Status400BadRequest, fault!);
        return TypedResults.Accepted((string?)null, await intake.TakeAsync(events, cancel));
    }
}
