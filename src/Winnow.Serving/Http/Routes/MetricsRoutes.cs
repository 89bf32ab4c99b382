using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Winnow.Serving.Http;

/// <summary>Metrics for Prometheus, which sends its key as a bearer token.</summary>
internal static class MetricsRoutes
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/metrics", Metrics).RequireKey(ApiKeyKind.Read)
        .Describe("operation", "Metrics in the text format of Prometheus.").Produces<string>(StatusCodes.Status200OK, "text/plain");

    private static ContentHttpResult Metrics([FromServices] MetricStore store) => TypedResults.Content(PrometheusText.Write(store.Read()), PrometheusText.ContentType);
}
