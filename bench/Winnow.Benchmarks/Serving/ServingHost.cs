using Winnow.Serving;
using Winnow.Serving.Http;

namespace Winnow.Benchmarks.Serving;

/// <summary>The server of a benchmark in a process of its own: it prints its address when it listens and its figures when asked.</summary>
internal static class ServingHost
{
    /// <summary>First argument of such a process; the others are the release and the key.</summary>
    internal const string Verb = "serving-host";

    internal static async Task<int> RunAsync(string path, string key)
    {
        string data = Directory.CreateTempSubdirectory("winnow-serving-data-").FullName;
        ServerOptions options = new()
        {
            Urls = ["http://127.0.0.1:0"], DataDirectory = data, Keys = new ApiKeys([ApiKey.FromText("bench", ApiKeyKind.Admin, key)]),
        };
        try
        {
            await using RecommendServer server = await RecommendServer.StartAsync(options, Open);
            Console.WriteLine(server.Addresses[0]);
            await server.Releases.SwapAsync(path);
            await FillAsync(server.Features, path);
            while (Console.ReadLine() is not null)
            {
                long allocated = GC.GetTotalAllocatedBytes(precise: true);
                Console.WriteLine($"{allocated} {Environment.CpuUsage.TotalTime.TotalSeconds:R} {Environment.WorkingSet} {GC.CollectionCount(0)} {GC.CollectionCount(2)}");
            }
            await server.StopAsync();
            return 0;
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static LoadedRelease Open(string path) => new(Release.Load(path).Funnel);

    private static async Task FillAsync(IFeatureStore store, string path)
    {
        using Release release = Release.Load(path);
        await store.FillAsync(release.Users().Select(user => KeyValuePair.Create(user.User, new StoredUser(user.Features,
            [.. user.History.Zip(user.Times, (item, at) => new HistoryEntry(item, DateTimeOffset.FromUnixTimeSeconds(at)))]))));
    }
}
