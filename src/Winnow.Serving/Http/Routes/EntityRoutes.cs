using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Winnow.Data;

namespace Winnow.Serving.Http;

/// <summary>What is known of users and items, and changes of it; items like an item.</summary>
internal static class EntityRoutes
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/users/{id}", UserAsync).RequireKey(ApiKeyKind.Read)
            .Describe("users", "What is known of a user: features and history with times.").ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapPatch("/v1/users/{id}", UpdateUserAsync).RequireKey(ApiKeyKind.Write)
            .Describe("users", "Adds, replaces and takes away features of a user, who need not be known yet.");
        routes.MapGet("/v1/items/{id}", ItemAsync).RequireKey(ApiKeyKind.Read)
            .Describe("items", "The features of an item.").ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapPatch("/v1/items/{id}", UpdateItemAsync).RequireKey(ApiKeyKind.Write)
            .Describe("items", "Adds and replaces features of an item; the funnel sees them from the next request on.");
        routes.MapGet("/v1/items/{id}/similar", Similar).RequireKey(ApiKeyKind.Read)
            .Describe("items", "Items like an item, for its page.").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<UserAnswer>, ProblemHttpResult>> UserAsync(string id, [FromServices] IFeatureStore store, CancellationToken cancel)
    {
        if (Checks.Id("id", id) is { } fault) return Problems.Of(StatusCodes.Status400BadRequest, fault);
        return await store.FindUserAsync(id, cancel) is { } user
            ? TypedResults.Ok(new UserAnswer(id, user.Features, user.History))
            : Problems.Of(StatusCodes.Status404NotFound, "Nothing is known of this user. Send features with PATCH, or events.");
    }

    private static async Task<Results<Ok<UserAnswer>, ProblemHttpResult>> UpdateUserAsync(
        string id, [FromBody] FeaturesBody body, [FromServices] IFeatureStore store, [FromServices] UserDirectory users, CancellationToken cancel)
    {
        if (Checks.Id("id", id) is { } fault) return Problems.Of(StatusCodes.Status400BadRequest, fault);
        StoredUser user = await store.UpdateUserAsync(id, body.Features, cancel);
        users.Changed(id, null);
        return TypedResults.Ok(new UserAnswer(id, user.Features, user.History));
    }

    private static async Task<Results<Ok<ItemAnswer>, ProblemHttpResult>> ItemAsync(
        string id, [FromServices] IReleaseRegistry releases, [FromServices] IFeatureStore store, CancellationToken cancel)
    {
        if (Checks.Id("id", id) is { } fault) return Problems.Of(StatusCodes.Status400BadRequest, fault);
        if (InRelease(releases, id) is { } features) return TypedResults.Ok(new ItemAnswer(id, features, true));
        return await store.FindItemAsync(id, cancel) is { } changes
            ? TypedResults.Ok(new ItemAnswer(id, changes, false))
            : Problems.Of(StatusCodes.Status404NotFound, "No release knows this item, and no features came for it.");
    }

    private static async Task<Results<Ok<ItemAnswer>, ProblemHttpResult>> UpdateItemAsync(
        string id, [FromBody] FeaturesBody body, [FromServices] ReleaseRegistry releases, [FromServices] ItemUpdates updates, CancellationToken cancel)
    {
        if (Checks.Id("id", id) is { } fault) return Problems.Of(StatusCodes.Status400BadRequest, fault);
        if (body.Features.Removed.Count > 0)
            return Problems.Of(StatusCodes.Status400BadRequest, $"Feature '{body.Features.Removed[0]}' is null; features of items can be added and replaced, not taken away.");
        FeatureValues changes = await updates.UpdateAsync(id, body.Features.Set, releases, cancel);
        return TypedResults.Ok(InRelease(releases, id) is { } features ? new ItemAnswer(id, features, true) : new ItemAnswer(id, changes, false));
    }

    private static Results<Ok<SimilarAnswer>, ProblemHttpResult> Similar(string id, int? count, string? variant, [FromServices] IReleaseRegistry releases)
    {
        if ((Checks.Id("id", id) ?? Checks.Count(count)) is { } fault) return Problems.Of(StatusCodes.Status400BadRequest, fault);
        using FunnelLease lease = RequestAnswerer.LeaseOf(releases, variant);
        if (!lease.Funnel.Items.Ids.TryFind(id, out _)) return Problems.Of(StatusCodes.Status404NotFound, "The release does not know this item.");
        return TypedResults.Ok(new SimilarAnswer(id, lease.Funnel.Release, lease.Funnel.Similar(id, count ?? Checks.DefaultCount)));
    }

    private static FeatureValues? InRelease(IReleaseRegistry releases, string item)
    {
        if (!releases.IsReady) return null;
        using FunnelLease lease = releases.Lease();
        return lease.Funnel.Items.Ids.TryFind(item, out int number) ? lease.Funnel.Items.Features(number) : null;
    }
}
