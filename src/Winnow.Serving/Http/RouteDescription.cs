using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Winnow.Serving.Http;

/// <summary>Says in the OpenAPI document what a route is for.</summary>
internal static class RouteDescription
{
    /// <summary>Adds a heading, a sentence and the failures that any route may have.</summary>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder route, string tag, string summary) => route
        .WithTags(tag)
        .WithSummary(summary)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status401Unauthorized)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
}
