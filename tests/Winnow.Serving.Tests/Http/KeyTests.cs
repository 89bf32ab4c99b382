using System.Net;
using Winnow.Data;
using Winnow.Serving.Http;
using static Winnow.Serving.Tests.Http.TestServer;

namespace Winnow.Serving.Tests.Http;

public sealed class KeyTests
{
    [Fact]
    public async Task Key_OfALowerKind_IsRefused()
    {
        await using TestServer server = await StartAsync();

        Assert.Contains("'write'", await ProblemAsync(PatchAsync(server.Read, "/v1/users/u", """{"features": {}}"""), 403), StringComparison.Ordinal);
        await ProblemAsync(PostAsync(server.Write, "/admin/rollback", "{}"), 403);
        await JsonAsync(PostAsync(server.Write, "/v1/recommend", "{}"));
        await JsonAsync(PatchAsync(server.Admin, "/v1/users/u", """{"features": {}}"""));
    }

    [Fact]
    public async Task Key_AsBearer_IsTaken()
    {
        await using TestServer server = await StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Get, "/metrics")
        {
            Headers = { { "Authorization", "Bearer " + server.Read.DefaultRequestHeaders.GetValues(KeyMiddleware.Header).Single() } },
        };

        using HttpResponseMessage response = await server.Anybody.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Key_OverItsRate_IsToldWhenToComeBack()
    {
        (ApiKey Key, string Text) slow = ApiKey.Create("slow", ApiKeyKind.Read);
        ApiKey limited = new("slow", ApiKeyKind.Read, slow.Key.Hash.Span, perSecond: 0.01, burst: 2);
        await using TestServer server = await StartAsync(o => o with { Keys = new ApiKeys([.. o.Keys.All, limited]) });
        using HttpClient client = new() { BaseAddress = server.Read.BaseAddress, DefaultRequestHeaders = { { KeyMiddleware.Header, slow.Text } } };

        await JsonAsync(PostAsync(client, "/v1/recommend", "{}"));
        await JsonAsync(PostAsync(client, "/v1/recommend", "{}"));
        using HttpResponseMessage refused = await PostAsync(client, "/v1/recommend", "{}");

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 101);
        await JsonAsync(PostAsync(server.Read, "/v1/recommend", "{}"));             // others are not concerned
    }

    [Fact]
    public void Load_KeyFile_FindsByTextAndKeepsOnlyHashes()
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, """
            keys:
              - { name: shop, kind: read, sha256: 2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683, perSecond: 200, burst: 400 }
              - { name: feed, kind: write, sha256: A948904F2F0F479B8F8197694B30184B0D2ED1C1CD2A1EC0FB85D299A192A447 }
            """);

        ApiKeys keys = ApiKeys.Load(file);

        Assert.Equal(("shop", 200d, 400), (keys.Find("key")!.Name, keys.Find("key")!.PerSecond, keys.Find("key")!.Burst));       // printf key | sha256sum
        Assert.Equal(("feed", ApiKeyKind.Write, null), (keys.Find("hello world\n")!.Name, keys.Find("hello world\n")!.Kind, keys.Find("hello world\n")!.PerSecond));
        Assert.Null(keys.Find("Key"));
        Assert.Null(keys.Find(new string('x', 10_000)));
        File.Delete(file);
    }

    [Fact]
    public void Load_FaultyKeyFile_NamesAllFaultsWithTheirLines()
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, "keys:\n  - { name: shop, kind: reed, sha256: 12 }\n  - { name: feed, kind: write, sha265: 00 }\n");

        string message = Assert.Throws<InvalidYamlException>(() => ApiKeys.Load(file)).Message;

        foreach (string expected in new[] { "reed", "64 hexadecimal digits", "sha265", "sha256" }) Assert.Contains(expected, message, StringComparison.Ordinal);
        File.Delete(file);
    }
}
