using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Winnow.Serving.Http;

namespace Winnow.Serving.Tests.Trust;

/// <summary>Every route of a running server, as its own route table has them: a new route is tested without anybody thinking of it.</summary>
internal sealed record KnownRoute(string Method, RoutePattern Pattern)
{
    /// <summary>The template, such as <c>/v1/items/{id}/similar</c>.</summary>
    public string Template => Pattern.RawText!;

    public static KnownRoute[] Of(RecommendServer server) =>
    [
        .. server.Parts.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(e => (e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(m => new KnownRoute(m, e.RoutePattern)))
            .OrderBy(r => r.Template, StringComparer.Ordinal).ThenBy(r => r.Method, StringComparer.Ordinal),
    ];

    /// <summary>A path of the route.</summary>
    /// <param name="value">What stands for each parameter.</param>
    public string Path(Func<string, string> value)
    {
        StringBuilder path = new();
        foreach (RoutePatternPathSegment segment in Pattern.PathSegments)
        {
            path.Append('/');
            foreach (RoutePatternPart part in segment.Parts)
                path.Append(part is RoutePatternLiteralPart literal ? literal.Content : part is RoutePatternParameterPart parameter ? value(parameter.Name) : "");
        }
        return path.Length == 0 ? "/" : path.ToString();
    }

    public override string ToString() => $"{Method} {Template}";
}
