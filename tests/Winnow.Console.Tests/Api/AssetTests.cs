using System.Net;
using System.Text.RegularExpressions;
using Winnow.Console.Tests.Browser;
using Winnow.Serving.ConsoleApi;

namespace Winnow.Console.Tests.Api;

[Collection(ConsoleTests.Name)]
public sealed partial class AssetTests(ConsoleFixture fixture) : IDisposable
{
    private readonly HttpClient _anybody = new() { BaseAddress = fixture.Server.Address };

    public static TheoryData<string> Files => [.. ConsoleAssets.Names];

    public void Dispose() => _anybody.Dispose();

    [Theory, MemberData(nameof(Files))]
    public async Task File_WithoutAKey_ComesWithItsTypeAndAStrictPolicy(string name)
    {
        using HttpResponseMessage response = await _anybody.GetAsync(new Uri($"/console/{name}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        string policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        string type = response.Content.Headers.ContentType!.MediaType!;
        Assert.Equal(Path.GetExtension(name) switch { ".js" => "text/javascript", ".css" => "text/css", ".svg" => "image/svg+xml", _ => "text/html" }, type);
    }

    [Theory, MemberData(nameof(Files))]
    public async Task File_NamesOnlyFilesThatAreThereAndNoOtherHost(string name)
    {
        string text = await _anybody.GetStringAsync(new Uri($"/console/{name}", UriKind.Relative));
        foreach (Match match in Imports().Matches(text))
        {
            string other = new Uri(new Uri($"http://h/console/{name}"), match.Groups[1].Value).AbsolutePath["/console/".Length..];
            Assert.Contains(other, ConsoleAssets.Names);
        }
        foreach (Match match in Hosts().Matches(text)) Assert.Equal("http://www.w3.org", match.Value);       // the name of a language, not an address
    }

    [Fact]
    public async Task Page_NamesOnlyFilesThatAreThere()
    {
        string text = await _anybody.GetStringAsync(new Uri("/", UriKind.Relative));
        MatchCollection links = Links().Matches(text);
        Assert.NotEmpty(links);
        foreach (Match match in links) Assert.Contains(match.Groups[1].Value, ConsoleAssets.Names);
    }

    [Fact]
    public async Task File_AskedForAgain_IsNotSentAgain()
    {
        using HttpResponseMessage first = await _anybody.GetAsync(new Uri("/", UriKind.Relative));
        using HttpRequestMessage again = new(HttpMethod.Get, "/") { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        using HttpResponseMessage second = await _anybody.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("/console/nothing.js"), InlineData("/console/../ConsoleAssets.cs"), InlineData("/console/reports/0123456789abcdef0123456789abcdef")]
    public async Task File_ThatIsNotThere_IsNotFound(string path)
    {
        using HttpResponseMessage response = await _anybody.GetAsync(new Uri(path, UriKind.Relative));
        Assert.True(response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Unauthorized, $"{response.StatusCode}");
    }

    [GeneratedRegex("""from "(\.[^"]+)";""")]
    private static partial Regex Imports();

    [GeneratedRegex("""https?://[\w.]+""")]
    private static partial Regex Hosts();

    [GeneratedRegex("""(?:src|href)="console/([^"]+)""")]
    private static partial Regex Links();
}
