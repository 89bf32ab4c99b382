using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Winnow.Data;
using Winnow.Serving.Http;

namespace Winnow.Serving.Tests.Http;

/// <summary>A server on a free port of loopback, with fake releases, one key of each kind and its own folder.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly string _folder;
    private readonly Dictionary<string, FakeFunnel> _funnels;

    private TestServer(RecommendServer server, string folder, Dictionary<string, FakeFunnel> funnels, string[] keys)
    {
        (Server, _folder, _funnels) = (server, folder, funnels);
        (Read, Write, Admin) = (Client(keys[0]), Client(keys[1]), Client(keys[2]));
        Anybody = Client(null);
    }

    public RecommendServer Server { get; }

    public HttpClient Read { get; }

    public HttpClient Write { get; }

    public HttpClient Admin { get; }

    /// <summary>Without a key.</summary>
    public HttpClient Anybody { get; }

    /// <summary>The fake release of a path that has been loaded.</summary>
    public FakeFunnel Funnel(string path)
    {
        lock (_funnels) return _funnels[path];
    }

    /// <summary>Starts a server; it serves the release <c>r1</c> unless told otherwise.</summary>
    public static async Task<TestServer> StartAsync(Func<ServerOptions, ServerOptions>? change = null, string? release = "r1", string? folder = null)
    {
        folder ??= Directory.CreateTempSubdirectory("winnow-server").FullName;
        (ApiKey Key, string Text)[] keys = [ApiKey.Create("reader", ApiKeyKind.Read), ApiKey.Create("writer", ApiKeyKind.Write), ApiKey.Create("admin", ApiKeyKind.Admin)];
        ServerOptions options = new()
        {
            Urls = ["http://127.0.0.1:0"],
            Keys = new ApiKeys(keys.Select(k => k.Key)),
            DataDirectory = folder,
            Store = new FeatureStoreOptions { Kind = "memory" },
        };
        Dictionary<string, FakeFunnel> funnels = [];
        RecommendServer server = await RecommendServer.StartAsync(change?.Invoke(options) ?? options, path => Load(path, funnels));
        if (release is not null) await server.Releases.SwapAsync(release);
        return new TestServer(server, folder, funnels, [.. keys.Select(k => k.Text)]);
    }

    /// <summary>Sends JSON as it stands.</summary>
    public static Task<HttpResponseMessage> PostAsync(HttpClient client, string path, string json) =>
        client.PostAsync(new Uri(path, UriKind.Relative), new StringContent(json, Encoding.UTF8, "application/json"));

    /// <summary>Sends JSON as it stands.</summary>
    public static Task<HttpResponseMessage> PatchAsync(HttpClient client, string path, string json) =>
        client.PatchAsync(new Uri(path, UriKind.Relative), new StringContent(json, Encoding.UTF8, "application/json"));

    /// <summary>Expects an answer with JSON.</summary>
    public static async Task<JsonElement> JsonAsync(Task<HttpResponseMessage> sent, int status = 200)
    {
        using HttpResponseMessage response = await sent;
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Expects problem details.</summary>
    /// <returns>What is wrong, in words.</returns>
    public static async Task<string> ProblemAsync(Task<HttpResponseMessage> sent, int status)
    {
        using HttpResponseMessage response = await sent;
        string body = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode}: {body}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        using JsonDocument json = JsonDocument.Parse(body);
        Assert.Equal(status, json.RootElement.GetProperty("status").GetInt32());
        Assert.NotEmpty(json.RootElement.GetProperty("title").GetString()!);
        return json.RootElement.GetProperty("detail").GetString()!;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (HttpClient client in new[] { Read, Write, Admin, Anybody }) client.Dispose();
        await Server.StopAsync();
        await Server.DisposeAsync();
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    private HttpClient Client(string? key)
    {
        HttpClient client = new() { BaseAddress = new Uri(Server.Addresses[0]) };
        if (key is not null) client.DefaultRequestHeaders.Add(KeyMiddleware.Header, key);
        return client;
    }

    private static LoadedRelease Load(string path, Dictionary<string, FakeFunnel> funnels)
    {
        if (path.Contains("broken", StringComparison.Ordinal)) throw new Training.Storage.StorageException($"{path}/hnsw.bin is damaged. Restore the directory from a copy.");
        FakeFunnel funnel = new(path);
        lock (funnels) funnels[path] = funnel;
        return new LoadedRelease(funnel) { Users = [KeyValuePair.Create("packed", new StoredUser(FeatureValues.Empty, [new HistoryEntry("i0", DateTimeOffset.UnixEpoch)]))] };
    }
}
