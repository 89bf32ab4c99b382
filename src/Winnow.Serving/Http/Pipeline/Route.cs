using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Winnow.Serving.Http;

/// <summary>Names routes for metrics and logs: by template, never by what a caller wrote.</summary>
internal static class Route
{
    private const string None = "none";

    /// <summary>The template of the route a request met; <c>none</c> if it met none.</summary>
    public static string Of(HttpContext http) => (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? None;
}
