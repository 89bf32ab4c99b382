using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Winnow.Console.Tests.Browser;
using Winnow.Console.Tests.Sample;

namespace Winnow.Console.Tests.Api;

[Collection(ConsoleTests.Name)]
public sealed class ConsoleApiTests(ConsoleFixture fixture)
{
    public static TheoryData<string> Routes => ["releases", "users", "users/u-0001", "requests", "requests/x", "live", "map", "map/items?item=film-0001", "models"];

    [Theory, MemberData(nameof(Routes))]
    public async Task Route_WithoutAKey_SaysNothing(string route)
    {
        using HttpClient anybody = new() { BaseAddress = fixture.Server.Address };
        using HttpResponseMessage response = await anybody.GetAsync(new Uri($"/console/api/{route}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData("users?limit=0"), InlineData("users?limit=51"), InlineData("requests?limit=101"), InlineData("live?seconds=60&step=7"), InlineData("live?seconds=300"),
     InlineData("live?seconds=290&step=1"), InlineData("map?variant=none"), InlineData("map/items"), InlineData("models?variant=none"), InlineData("users?limit=many")]
    public async Task Route_AskedWhatCannotBe_Refuses(string route)
    {
        using HttpResponseMessage response = await Get(route);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("{"), InlineData("null"), InlineData("""{"user":"u","cuont":3}"""), InlineData("""{"user":"u","count":0}"""), InlineData("""{"user":"u","count":101}"""),
     InlineData("""{"user":""}"""), InlineData("""{"user":"u","release":{"variant":"none"}}""")]
    public async Task Recommend_AskedWhatCannotBe_Refuses(string body)
    {
        using StringContent content = new(body, System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await fixture.Server.Client.PostAsync(new Uri("/console/api/recommend", UriKind.Relative), content);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Recommend_FromTheConsole_IsNeitherRecordedNorCounted()
    {
        const string User = "u-looked-at";
        JsonElement answer = await ConsolePage.JsonAsync(await fixture.Server.Client.PostAsJsonAsync("/console/api/recommend", new { user = User, count = 3 }));
        Assert.Equal(3, answer.GetProperty("items").GetArrayLength());
        JsonElement recorded = await ConsolePage.JsonAsync(await Get($"requests?user={User}"));
        Assert.Equal(0, recorded.GetProperty("requests").GetArrayLength());
    }

    [Fact]
    public async Task Recommend_OfTheReleaseBefore_IsOfThatRelease()
    {
        JsonElement answer = await ConsolePage.JsonAsync(await fixture.Server.Client.PostAsJsonAsync(
            "/console/api/recommend", new { user = "u-0001", release = new { variant = "main", previous = true } }));
        Assert.Equal(SampleReleases.Before, answer.GetProperty("release").GetString());
        using HttpResponseMessage none = await fixture.Server.Client.PostAsJsonAsync(
            "/console/api/recommend", new { user = "u-0001", release = new { variant = "trial", previous = true } });
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Fact]
    public async Task Map_OfARelease_PlacesItsItemsWhereItDrawsThem()
    {
        JsonElement map = await ConsolePage.JsonAsync(await Get("map"));
        Assert.Equal(SampleCatalogue.Count, map.GetProperty("points").GetArrayLength());
        JsonElement drawn = map.GetProperty("points")[17];
        JsonElement placed = (await ConsolePage.JsonAsync(await Get($"map/items?item=unknown&item={drawn.GetProperty("item").GetString()}"))).GetProperty("points");
        Assert.Equal(1, placed.GetArrayLength());
        Assert.Equal(drawn.GetRawText(), placed[0].GetRawText());
        string[] colourings = [.. map.GetProperty("colourings").EnumerateArray().Select(c => c.GetProperty("name").GetString()!)];
        Assert.Equal(["genres", "year", "rating"], colourings);      // groups first; titles are no groups
    }

    [Fact]
    public async Task Report_ByTicket_NeedsNoKeyAndMayDoNothing()
    {
        using HttpResponseMessage given = await fixture.Server.Client.PostAsJsonAsync("/console/api/models/report", new { model = "rank" });
        string path = (await ConsolePage.JsonAsync(given)).GetProperty("path").GetString()!;
        using HttpClient anybody = new() { BaseAddress = fixture.Server.Address };
        using HttpResponseMessage report = await anybody.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Contains("AUC 0.8124", await report.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("sandbox", Assert.Single(report.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none"), InlineData("../films-trial/rank/model"), InlineData("preRank")]
    public async Task Report_OfWhatIsNoModelWithOne_IsNotFound(string model)
    {
        using HttpResponseMessage response = await fixture.Server.Client.PostAsJsonAsync("/console/api/models/report", new { model });
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private Task<HttpResponseMessage> Get(string route) => fixture.Server.Client.GetAsync(new Uri($"/console/api/{route}", UriKind.Relative));
}
