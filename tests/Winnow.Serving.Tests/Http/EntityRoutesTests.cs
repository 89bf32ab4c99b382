using System.Text.Json;
using Winnow.Data;
using Winnow.Serving.Http;
using static Winnow.Serving.Tests.Http.TestServer;

namespace Winnow.Serving.Tests.Http;

public sealed class EntityRoutesTests
{
    [Fact]
    public async Task PatchUser_ThenRecommend_TheFunnelKnowsAtOnce()
    {
        await using TestServer server = await StartAsync();
        UserState? seen = null;
        server.Funnel("r1").OnRequest = (_, user) => seen = user;
        await JsonAsync(PostAsync(server.Read, "/v1/recommend", """{"user": "u/1 ü"}"""));
        Assert.Empty(seen!.Features.Names);

        await JsonAsync(PatchAsync(server.Write, $"/v1/users/{Uri.EscapeDataString("u1 ü")}", """{"features": {"age": 34, "tags": ["a"], "gone": "x"}}"""));
        JsonElement after = await JsonAsync(PatchAsync(server.Write, $"/v1/users/{Uri.EscapeDataString("u1 ü")}", """{"features": {"gone": null}}"""));
        await JsonAsync(PostAsync(server.Read, "/v1/recommend", """{"user": "u1 ü"}"""));

        Assert.Equal(["age", "tags"], after.GetProperty("features").EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
        Assert.Equal(FeatureValue.Number(34), seen!.Features["age"]);
        JsonElement read = await JsonAsync(server.Read.GetAsync(new Uri($"/v1/users/{Uri.EscapeDataString("u1 ü")}", UriKind.Relative)));
        Assert.Equal(34, read.GetProperty("features").GetProperty("age").GetInt32());
        await ProblemAsync(server.Read.GetAsync(new Uri("/v1/users/nobody", UriKind.Relative)), 404);
    }

    [Fact]
    public async Task FirstRelease_EmptyStore_FillsItWithItsUsers()
    {
        await using TestServer server = await StartAsync();

        JsonElement user = await JsonAsync(server.Read.GetAsync(new Uri("/v1/users/packed", UriKind.Relative)));

        Assert.Equal("i0", user.GetProperty("history")[0].GetProperty("item").GetString());
    }

    [Fact]
    public async Task PatchItem_KnownAndUnknown_ReachesThisReleaseAndTheNext()
    {
        await using TestServer server = await StartAsync();

        JsonElement known = await JsonAsync(PatchAsync(server.Write, "/v1/items/i3", """{"features": {"stock": 0}}"""));
        JsonElement unknown = await JsonAsync(PatchAsync(server.Write, "/v1/items/new", """{"features": {"stock": 5}}"""));
        await JsonAsync(PatchAsync(server.Write, "/v1/items/i3", """{"features": {"price": 2.5}}"""));
        await server.Server.Releases.SwapAsync("r2");

        Assert.True(known.GetProperty("inRelease").GetBoolean());
        Assert.Equal("Item 3", known.GetProperty("features").GetProperty("title").GetString());
        Assert.False(unknown.GetProperty("inRelease").GetBoolean());
        foreach (string release in new[] { "r1", "r2" })
        {
            Assert.Equal(FeatureValue.Number(0), server.Funnel(release).Updates["i3"]["stock"]);
            Assert.Equal(FeatureValue.Number(2.5), server.Funnel(release).Updates["i3"]["price"]);
        }
        Assert.Equal(5, (await JsonAsync(server.Read.GetAsync(new Uri("/v1/items/new", UriKind.Relative)))).GetProperty("features").GetProperty("stock").GetInt32());
        Assert.Contains("null", await ProblemAsync(PatchAsync(server.Write, "/v1/items/i3", """{"features": {"stock": null}}"""), 400), StringComparison.Ordinal);
        await ProblemAsync(server.Read.GetAsync(new Uri("/v1/items/nowhere", UriKind.Relative)), 404);
    }

    [Fact]
    public async Task Similar_KnownUnknownAndBadCount_AnswerEachInItsWay()
    {
        await using TestServer server = await StartAsync();

        JsonElement similar = await JsonAsync(server.Read.GetAsync(new Uri("/v1/items/i3/similar?count=2", UriKind.Relative)));

        Assert.Equal(["i0", "i1"], similar.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("item").GetString()!));
        await ProblemAsync(server.Read.GetAsync(new Uri("/v1/items/nowhere/similar", UriKind.Relative)), 404);
        await ProblemAsync(server.Read.GetAsync(new Uri("/v1/items/i3/similar?count=0", UriKind.Relative)), 400);
        await ProblemAsync(server.Read.GetAsync(new Uri("/v1/items/i3/similar?count=many", UriKind.Relative)), 400);
        await ProblemAsync(server.Read.GetAsync(new Uri($"/v1/items/{new string('x', Limits.IdLength + 1)}", UriKind.Relative)), 400);
    }
}
