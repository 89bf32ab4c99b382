using System.Net.Sockets;
using System.Text;
using Winnow.Serving.Http;
using Winnow.Serving.Tests.Http;

namespace Winnow.Serving.Tests.Trust;

/// <summary>Whatever is sent, the server answers, and never by a fault of its own.</summary>
/// <remarks><c>WINNOW_FUZZ_REQUESTS</c> sets how many requests a route are sent, <c>WINNOW_FUZZ_SEED</c> other ones.</remarks>
public sealed class FuzzTests
{
    private static readonly Dictionary<string, string> s_bodies = new()
    {
        ["/v1/recommend"] = """{"user":"u1","count":5,"context":{"hour":"7","price":2.5,"tags":["a","b"]},"exclude":["i1","i2"],"explain":true,"seed":7,"variant":"main"}""",
        ["/v1/rank"] = """{"user":"u1","candidates":["i1","i2","nowhere"],"count":2,"context":{"hour":7},"exclude":["i1"],"explain":false,"seed":1}""",
        ["/v1/users/{id}"] = """{"features":{"city":"Bonn","age":41,"likes":["jazz","war"],"gone":null}}""",
        ["/v1/items/{id}"] = """{"features":{"title":"A film","price":2.55,"genres":["war","drama"]}}""",
        ["/v1/events"] = """{"events":[{"user":"u1","item":"i1","type":"click","time":"2026-05-01T10:00:00Z","requestId":"0123456789abcdef0123456789abcdef"},{"user":"u2","item":"i2","type":"buy"}]}""",
        ["/admin/releases"] = """{"path":"broken/r2","variant":"main"}""",
        ["/admin/rollback"] = """{"variant":"main"}""",
        ["/admin/experiments"] = """{"name":"e1","arms":[{"variant":"main","share":0.5}],"shadow":{"variant":"main","share":0.1}}""",
        ["/console/api/compare"] = """{"user":"u1","left":"main","right":"green","count":5}""",
    };

    [Fact]
    public async Task EveryRoute_MutatedRequests_NeverAFaultOfTheServer()
    {
        int perRoute = Setting("WINNOW_FUZZ_REQUESTS", 400), seed = Setting("WINNOW_FUZZ_SEED", 2026);
        await using TestServer server = await TestServer.StartAsync();
        KnownRoute[] routes = KnownRoute.Of(server.Server);
        RequestMutator mutator = new(new Random(seed), s_bodies);
        Dictionary<int, int> statuses = [];
        List<string> unanswered = [];
        foreach (KnownRoute route in routes)
            for (int i = 0; i < perRoute; i++)
            {
                using HttpRequestMessage request = mutator.Next(route);
                if (await StatusAsync(server.Admin, request, unanswered) is { } status) statuses[status] = statuses.GetValueOrDefault(status) + 1;
            }
        Assert.True(unanswered.Count <= 0.02 * perRoute * routes.Length, $"{unanswered.Count} requests got no answer: {string.Join("; ", unanswered.Distinct().Take(5))}");
        Assert.Contains(400, statuses.Keys);                        // else nothing was ever wrong with them
        Assert.Contains(200, statuses.Keys);                        // else they never came far
        await TestServer.JsonAsync(TestServer.PostAsync(server.Read, "/v1/recommend", "{}"));
    }

    [Fact]
    public async Task BareConnections_BrokenHttp_NeverAFaultOfTheServer()
    {
        int count = Setting("WINNOW_FUZZ_REQUESTS", 400);
        await using TestServer server = await TestServer.StartAsync();
        KnownRoute[] routes = KnownRoute.Of(server.Server);
        Random random = new(Setting("WINNOW_FUZZ_SEED", 2026));
        RequestMutator mutator = new(random, s_bodies);
        string key = server.Admin.DefaultRequestHeaders.GetValues(KeyMiddleware.Header).Single();
        Uri address = new(server.Server.Addresses[0]);
        for (int i = 0; i < count; i++)
        {
            byte[] bytes = mutator.NextRaw(routes[random.Next(routes.Length)], key);
            string answer = await SendRawAsync(address, bytes);
            Assert.False(answer.StartsWith("HTTP/1.1 5", StringComparison.Ordinal) && !answer.StartsWith("HTTP/1.1 505", StringComparison.Ordinal), $"{Encoding.Latin1.GetString(bytes)}\n→ {answer}");
        }
        await TestServer.JsonAsync(TestServer.PostAsync(server.Read, "/v1/recommend", "{}"));
    }

    /// <summary>The status; null if the client itself refused to send it or the server closed the connection on a body that it would not read.</summary>
    private static async Task<int?> StatusAsync(HttpClient client, HttpRequestMessage request, List<string> unanswered)
    {
        byte[] sent = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync();
        try
        {
            using CancellationTokenSource late = new(TimeSpan.FromSeconds(20));
            using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, late.Token);
            int status = (int)response.StatusCode;
            string body = status >= 400 ? await response.Content.ReadAsStringAsync(late.Token) : "";
            Assert.True(status < 500, $"{request.Method} {request.RequestUri} {request.Headers}{request.Content?.Headers}\n{Encoding.UTF8.GetString(sent)}\n→ {status} {body}");
            bool isDocument = request.RequestUri!.OriginalString.StartsWith("/openapi/", StringComparison.Ordinal);      // the framework says in plain text that there is no such document
            if (status >= 400 && !isDocument && request.Method != HttpMethod.Head && body.Length > 0) Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
            return status;
        }
        catch (HttpRequestException e)
        {
            unanswered.Add(e.InnerException?.Message ?? e.Message);
            return null;
        }
    }

    /// <summary>Sends bytes and reads until the server closes, or for half a second: a request that is not whole gets no answer.</summary>
    private static async Task<string> SendRawAsync(Uri address, byte[] bytes)
    {
        using TcpClient connection = new();
        await connection.ConnectAsync(address.Host, address.Port);
        NetworkStream stream = connection.GetStream();
        byte[] answer = new byte[4_096];
        try
        {
            await stream.WriteAsync(bytes);
            connection.Client.Shutdown(SocketShutdown.Send);
            using CancellationTokenSource enough = new(TimeSpan.FromMilliseconds(500));
            return Encoding.Latin1.GetString(answer, 0, await stream.ReadAsync(answer, enough.Token));
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            return "";
        }
    }

    private static int Setting(string name, int standing) => int.TryParse(Environment.GetEnvironmentVariable(name), out int value) ? value : standing;
}
