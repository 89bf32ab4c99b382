using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Winnow.Serving.Http;

namespace Winnow.Serving.ConsoleApi;

/// <summary>The console: a page to look at users, the funnel, items and releases, and the data it asks for.</summary>
/// <remarks>
/// The page itself, at <c>/</c> and <c>/console/…</c>, is the same for everybody and asks for no key. What it shows comes from <c>/console/api/…</c>, which asks
/// for one that reads. A model's report is opened in a frame, which can send no header, by a ticket that <c>/console/api</c> gave out.
/// </remarks>
internal static class ConsoleEndpoints
{
    /// <summary>Adds what the console keeps between requests: maps and tickets.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<ItemMaps>();
        services.AddSingleton<ReportTickets>();
    }

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        ConsoleAssets.Map(routes);
        routes.MapGet("/console/reports/{ticket}", ReportEndpoints.Report).AllowWithoutKey().ExcludeFromDescription();
        RouteGroupBuilder api = routes.MapGroup("/console/api");
        api.MapGet("/releases", ReleaseEndpoints.Releases);
        api.MapGet("/users", UserEndpoints.Search);
        api.MapGet("/users/{id}", UserEndpoints.User);
        api.MapGet("/requests", RequestEndpoints.Latest);
        api.MapGet("/requests/{id}", RequestEndpoints.One);
        api.MapPost("/recommend", AnswerEndpoints.Recommend);
        api.MapPost("/compare", AnswerEndpoints.Compare);
        api.MapGet("/live", LiveEndpoints.Live);
        api.MapGet("/map", MapEndpoints.Map);
        api.MapGet("/map/items", MapEndpoints.Place);
        api.MapGet("/models", ReportEndpoints.Models);
        api.MapPost("/models/report", ReportEndpoints.Ticket);
        api.Map("/{**rest}", Nothing);              // or the page's own route would answer for it, without a key
        api.RequireKey(ApiKeyKind.Read).ExcludeFromDescription().AddEndpointFilter(StoreFaults);
    }

    private static ProblemHttpResult Nothing() => Problems.Of(StatusCodes.Status404NotFound, "The console asks for nothing here, or not in this way.");

    private static async ValueTask<object?> StoreFaults(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (FeatureStoreException e)
        {
            throw new RefusedException(StatusCodes.Status503ServiceUnavailable, e.Message);
        }
    }
}
