using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Winnow.Serving.Http;

namespace Winnow.Serving.ConsoleApi;

/// <summary>Which release answers: that of a variant, or the one it had before.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ReleaseChoice(string? Variant = null, bool Previous = false);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record RecommendAsk(string? User, int Count = 10, ulong Seed = 0, ReleaseChoice? Release = null);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record CompareAsk(string? User, ReleaseChoice Left, ReleaseChoice Right, int Count = 10, ulong Seed = 0);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ReportAsk(string Model, ReleaseChoice? Release = null);

/// <summary>Reads what the page asks.</summary>
internal static class Asks
{
    /// <summary>The body of a request.</summary>
    /// <exception cref="RefusedException">It is not as expected.</exception>
    public static async ValueTask<T> ReadAsync<T>(HttpContext http, JsonTypeInfo<T> type)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(http.Request.Body, type, http.RequestAborted) ?? throw Bad("The body is null; expected an object.");
        }
        catch (JsonException e)
        {
            throw Bad($"The body is not as expected at {e.Path ?? "its end"}. The page and the server may be of different versions: load the page again.");
        }
    }

    /// <summary>What is asked cannot be.</summary>
    public static RefusedException Bad(string message) => new(StatusCodes.Status400BadRequest, message);

    /// <summary>What is asked for is not there.</summary>
    public static RefusedException Missing(string message) => new(StatusCodes.Status404NotFound, message);
}
