using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Winnow.Serving.Http;

namespace Winnow.Serving.Tests.Trust;

/// <summary>A server as <c>winnow serve</c> starts it: Kestrel on a free port of loopback, with real releases or funnels of a test.</summary>
internal sealed class TrustServer : IAsyncDisposable
{
    private readonly TemporaryDirectory _place = new();
    private RecommendServer _server = null!;

    private TrustServer()
    {
    }

    /// <summary>With a key that allows everything.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <summary>Starts one that serves <paramref name="release"/>.</summary>
    public static async Task<TrustServer> StartAsync(string release, Func<string, LoadedRelease>? load = null, Func<ServerOptions, ServerOptions>? change = null)
    {
        TrustServer started = new();
        (ApiKey key, string text) = ApiKey.Create("all", ApiKeyKind.Admin);
        ServerOptions options = new()
        {
            Urls = ["http://127.0.0.1:0"], Keys = new ApiKeys([key]), DataDirectory = started._place["data"], Store = new FeatureStoreOptions { Kind = "sqlite" }, RememberedRequests = 1_000,
        };
        started._server = await RecommendServer.StartAsync(change?.Invoke(options) ?? options, load ?? (path => LoadedRelease.Open(path, TimeProvider.System)));
        await started._server.Releases.SwapAsync(release);
        started.Client = new HttpClient { BaseAddress = new Uri(started._server.Addresses[0]), Timeout = TimeSpan.FromSeconds(60), DefaultRequestHeaders = { { KeyMiddleware.Header, text } } };
        return started;
    }

    /// <summary>Sends JSON and reads the answer, whatever it is.</summary>
    public async Task<(int Status, string Body)> SendAsync(string method, string path, string? json = null)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), new Uri(path, UriKind.Relative));
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await Client.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Sends JSON and expects an answer of the 200s.</summary>
    public async Task<JsonElement> AnswerAsync(string method, string path, string? json = null)
    {
        (int status, string body) = await SendAsync(method, path, json);
        Assert.True(status is >= 200 and < 300, $"{method} {path} {json}: {status} {body}");
        return JsonSerializer.Deserialize<JsonElement>(body);
    }

    /// <summary>The value of a series at <c>/metrics</c>; 0 if it has none yet.</summary>
    /// <param name="series">Name and labels as they are written there.</param>
    public async Task<double> MetricAsync(string series)
    {
        (_, string text) = await SendAsync("GET", "/metrics");
        string? line = text.Split('\n').FirstOrDefault(l => l.StartsWith(series + " ", StringComparison.Ordinal));
        return line is null ? 0 : double.Parse(line[(series.Length + 1)..], System.Globalization.CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.StopAsync();
        await _server.DisposeAsync();
        _place.Dispose();
    }
}
