using Microsoft.AspNetCore.Builder;

namespace Winnow.Serving.Http;

/// <summary>Which key a route asks for, as its metadata. A route without it asks for <see cref="ApiKeyKind.Admin"/>.</summary>
/// <param name="Kind">The least kind; null: none, the route says nothing that is not for everybody.</param>
internal sealed record KeyRequirement(ApiKeyKind? Kind);

/// <summary>Says which key a route asks for.</summary>
internal static class KeyRequirementExtensions
{
    /// <summary>The route asks for a key of at least this kind.</summary>
    public static T RequireKey<T>(this T route, ApiKeyKind kind) where T : IEndpointConventionBuilder => route.WithMetadata(new KeyRequirement(kind));

    /// <summary>The route answers without a key. Only for what tells nothing about users, items and models.</summary>
    public static T AllowWithoutKey<T>(this T route) where T : IEndpointConventionBuilder => route.WithMetadata(new KeyRequirement(null));
}
