using System.Net;
using System.Text;
using Winnow.Serving.Http;
using Winnow.Serving.Tests.Http;

namespace Winnow.Serving.Tests.Trust;

/// <summary>Without a key nothing is told, with a weak one nothing is changed: on every route there is.</summary>
public sealed class KeyTests
{
    /// <summary>What answers without a key: the state of the process, and the page of the console before it knows anything.</summary>
    private static readonly string[] s_open = ["/health/live", "/health/ready", "/", "/console"];

    private static readonly string[] s_wrongKeys = ["", " ", "wk_", "null", "admin", new string('x', 10_000), "wk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"];

    [Fact]
    public async Task EveryRoute_WithoutAKeyOrWithAWrongOne_TellsNothing()
    {
        await using TestServer server = await TestServer.StartAsync();
        KnownRoute[] routes = KnownRoute.Of(server.Server);
        Assert.Contains(routes, r => r.Template == "/v1/recommend");
        foreach (KnownRoute route in routes.Where(r => !IsOpen(r)))
        {
            await AssertRefusedAsync(server.Anybody, route, 401, _ => { });
            foreach (string wrong in s_wrongKeys)
            {
                await AssertRefusedAsync(server.Anybody, route, 401, r => r.Headers.TryAddWithoutValidation(KeyMiddleware.Header, wrong));
                await AssertRefusedAsync(server.Anybody, route, 401, r => r.Headers.TryAddWithoutValidation("Authorization", $"Bearer {wrong}"));
            }
            await AssertRefusedAsync(server.Anybody, route, 401, r => r.Headers.TryAddWithoutValidation("Authorization", "Basic YWRtaW46YWRtaW4="));
        }
    }

    [Fact]
    public async Task EveryRoute_AskedInOtherWays_TellsNothingWithoutAKey()
    {
        await using TestServer server = await TestServer.StartAsync();
        foreach (KnownRoute route in KnownRoute.Of(server.Server).Where(r => !IsOpen(r)))
            foreach (string method in (string[])["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"])
                await AssertRefusedAsync(server.Anybody, route with { Method = method }, 401, _ => { });
        foreach (string path in (string[])["/v1/nothing", "/admin", "/v1/recommend/", "/v1/../admin/releases", "/%2e%2e/admin/releases", "/V1/RECOMMEND", "/console/api/nothing"])
        {
            using HttpResponseMessage response = await server.Anybody.GetAsync(new Uri(path, UriKind.Relative));
            Assert.True(response.StatusCode == HttpStatusCode.Unauthorized, $"{path}: {response.StatusCode}");
        }
    }

    [Fact]
    public async Task EveryRoute_WithAKeyTooWeak_IsForbidden()
    {
        await using TestServer server = await TestServer.StartAsync();
        foreach (KnownRoute route in KnownRoute.Of(server.Server).Where(r => !IsOpen(r)))
        {
            bool administers = route.Template.StartsWith("/admin", StringComparison.Ordinal);
            bool writes = administers || route.Method is "PATCH" or "PUT" or "DELETE" || (route.Method == "POST" && route.Template == "/v1/events");
            if (writes) await AssertRefusedAsync(server.Read, route, 403, _ => { });
            if (administers) await AssertRefusedAsync(server.Write, route, 403, _ => { });
        }
    }

    private static bool IsOpen(KnownRoute route) =>
        s_open.Contains(route.Template) || (route.Method is "GET" or "HEAD" && route.Template.StartsWith("/console/", StringComparison.Ordinal) && !route.Template.StartsWith("/console/api", StringComparison.Ordinal));

    private static async Task AssertRefusedAsync(HttpClient client, KnownRoute route, int status, Action<HttpRequestMessage> change)
    {
        using HttpRequestMessage request = new(new HttpMethod(route.Method), new Uri(route.Path(_ => "i1"), UriKind.Relative));
        if (route.Method is not ("GET" or "HEAD" or "TRACE")) request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        change(request);
        using HttpResponseMessage response = await client.SendAsync(request);
        string body = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{route} with {request.Headers}: {(int)response.StatusCode} {body}");
        foreach (string secret in (string[])["i1", "r1", "Item 1", "main"]) Assert.DoesNotContain(secret, body, StringComparison.Ordinal);
    }
}
