using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Winnow.Serving.Http;

/// <summary>Lets a request on only with a key that allows it and has not used up its rate. Routes that do not exist ask for a key, too.</summary>
internal sealed class KeyMiddleware(RequestDelegate next, ApiKeys keys, KeyRates rates, RequestRecorder recorder)
{
    /// <summary>Header of the key; <c>Authorization: Bearer</c> does as well.</summary>
    public const string Header = "X-Api-Key";

    private const string Bearer = "Bearer ";

    /// <summary>Checks and goes on.</summary>
    public Task InvokeAsync(HttpContext http)
    {
        Endpoint? route = http.GetEndpoint();
        KeyRequirement? asked = route?.Metadata.GetMetadata<KeyRequirement>();
        if (asked is { Kind: null }) return next(http);
        if (keys.Find(Presented(http)) is not { } key) return RefuseAsync(http, StatusCodes.Status401Unauthorized,
            $"No key of this server came. Send one in the header {Header}, or as Authorization: Bearer.");
        ApiKeyKind needed = asked?.Kind ?? (route is RouteEndpoint ? ApiKeyKind.Admin : ApiKeyKind.Read);
        if (key.Kind < needed) return RefuseAsync(http, StatusCodes.Status403Forbidden,
            $"The key '{key.Name}' is of the kind '{Word(key.Kind)}'; this route asks for '{Word(needed)}'.");
        if (rates.TryTake(key, out TimeSpan wait)) return next(http);
        http.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return RefuseAsync(http, StatusCodes.Status429TooManyRequests,
            string.Create(CultureInfo.InvariantCulture, $"The key '{key.Name}' allows {key.PerSecond} requests a second. Wait as long as Retry-After says."));
    }

    private Task RefuseAsync(HttpContext http, int status, string detail)
    {
        recorder.Refused(status);
        if (status == StatusCodes.Status401Unauthorized) http.Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.WriteAsync(http, status, detail);
    }

    private static ReadOnlySpan<char> Presented(HttpContext http)
    {
        if (http.Request.Headers.TryGetValue(Header, out Microsoft.Extensions.Primitives.StringValues own)) return own.Count == 1 ? own[0] : default;
        ReadOnlySpan<char> authorization = http.Request.Headers.Authorization is { Count: 1 } given ? given[0] : default;
        return authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? authorization[Bearer.Length..].Trim() : default;
    }

    private static string Word(ApiKeyKind kind) => kind switch { ApiKeyKind.Read => "read", ApiKeyKind.Write => "write", _ => "admin" };
}
