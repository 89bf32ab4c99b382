using System.Net.Http.Json;
using Winnow.Serving;
using Winnow.Serving.Http;
using Winnow.Training.Storage;

namespace Winnow.Console.Tests.Sample;

/// <summary>A server over made-up releases, on a free port of this machine: two variants, one with a release before the present one.</summary>
internal sealed class SampleServer : IAsyncDisposable
{
    private readonly RecommendServer _server;
    private readonly string _folder;

    private SampleServer(RecommendServer server, string folder, string key, string slowKey)
    {
        (_server, _folder, Key, SlowKey) = (server, folder, key, slowKey);
        Address = new Uri(server.Addresses[0]);
        Client = new HttpClient { BaseAddress = Address };
        Client.DefaultRequestHeaders.Add("X-Api-Key", key);
    }

    public Uri Address { get; }

    /// <summary>A key that reads, and no more.</summary>
    public string Key { get; }

    /// <summary>A key that is allowed two requests, then one in a quarter of an hour.</summary>
    public string SlowKey { get; }

    /// <summary>Sends <see cref="Key"/>.</summary>
    public HttpClient Client { get; }

    /// <summary>Starts a server.</summary>
    /// <param name="isReady">Whether it serves releases.</param>
    /// <param name="url">Where it listens.</param>
    public static async Task<SampleServer> StartAsync(bool isReady = true, string url = "http://127.0.0.1:0")
    {
        string folder = Directory.CreateTempSubdirectory("winnow-console-").FullName;
        SampleCatalogue items = new();
        (ApiKey key, string text) = ApiKey.Create("page", ApiKeyKind.Read);
        (ApiKey slow, string slowText) = ApiKey.Create("slow", ApiKeyKind.Read);
        ServerOptions options = new()
        {
            Urls = [url],
            Keys = new ApiKeys([key, new ApiKey(slow.Name, slow.Kind, slow.Hash.Span, perSecond: 0.001, burst: 2)]),
            DataDirectory = Path.Combine(folder, "data"),
            Store = new FeatureStoreOptions { Kind = "memory" },
        };
        RecommendServer server = await RecommendServer.StartAsync(options, path => new LoadedRelease(Load(path, items)));
        await server.Features.FillAsync(SampleUsers.All(items));
        if (isReady) await ServeAsync(server, folder);
        return new SampleServer(server, folder, text, slowText);
    }

    /// <summary>Answers some users, so that there is something to look back on.</summary>
    public async Task AnswerAsync(int requests)
    {
        for (int i = 0; i < requests; i++)
        {
            string user = i % 7 == 3 ? SampleUsers.Slow : $"u-{i % 40:d4}";
            using HttpResponseMessage response = await Client.PostAsJsonAsync("/v1/recommend", new { user, count = 10 });
            response.EnsureSuccessStatusCode();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.StopAsync();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task ServeAsync(RecommendServer server, string folder)
    {
        SampleReleases.Write(folder);
        await server.Releases.SwapAsync(Path.Combine(folder, SampleReleases.Before));
        await Assert.ThrowsAsync<StorageException>(() => server.Releases.SwapAsync(Path.Combine(folder, SampleReleases.Damaged)));
        await server.Releases.SwapAsync(Path.Combine(folder, SampleReleases.Present));
        await server.Releases.SwapAsync(Path.Combine(folder, SampleReleases.Trial), "trial");
    }

    private static SampleFunnel Load(string path, SampleCatalogue items) => Path.GetFileName(path) switch
    {
        SampleReleases.Before => new SampleFunnel(SampleReleases.Before, items, 0.2f),
        SampleReleases.Present => new SampleFunnel(SampleReleases.Present, items, 0.9f),
        SampleReleases.Trial => new SampleFunnel(SampleReleases.Trial, items, 2.5f),
        _ => throw new StorageException($"{path}/vectors.bin is 4,096 bytes shorter than the manifest says. Pack the release again."),
    };
}
