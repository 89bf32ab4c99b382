using System.Text.Json;
using Winnow.Numerics;

namespace Winnow.Serving.Tests.Trust;

/// <summary>A release that is damaged in any of its files never takes over from the one that serves.</summary>
[Collection(Alone.Name)]
public sealed class ReleaseFaultTests(SmallShop shop) : IClassFixture<SmallShop>
{
    [Fact]
    public async Task Swap_EveryFileCutShortOrMissing_IsRefusedByNameWhileTheOldOneServes()
    {
        await using TrustServer server = await TrustServer.StartAsync(shop.ReleasePath);
        string before = await PageAsync(server);
        int refused = 0;
        using CancellationTokenSource end = new();
        Task<List<string>> load = Task.Run(() => AskAsync(server, end.Token));
        foreach (string file in Directory.GetFiles(shop.ReleasePath, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(shop.ReleasePath, f)))
        {
            using TemporaryDirectory place = new();
            Copy(shop.ReleasePath, place["release"]);
            string damaged = Path.Combine(place["release"], file);
            byte[] bytes = await File.ReadAllBytesAsync(damaged);
            if (bytes.Length == 0) continue;
            await File.WriteAllBytesAsync(damaged, bytes[..^1]);
            refused += await RefuseAsync(server, place["release"], file);
            File.Delete(damaged);
            refused += await RefuseAsync(server, place["release"], file);
        }
        await end.CancelAsync();

        Assert.All(await load, page => Assert.Equal(before, page));
        Assert.Equal(refused, await server.MetricAsync("winnow_swaps_total{variant=\"main\",outcome=\"refused\"}"));
        Assert.Equal(0, NativeMemoryUsage.LeakedBytes);
    }

    private static async Task<int> RefuseAsync(TrustServer server, string path, string file)
    {
        (int status, string body) = await server.SendAsync("POST", "/admin/releases", JsonSerializer.Serialize(new Dictionary<string, string> { ["path"] = path }));
        Assert.True(status == 422, $"{file}: {status} {body}");
        string detail = JsonSerializer.Deserialize<JsonElement>(body).GetProperty("detail").GetString()!;
        Assert.Contains("the one before goes on", detail, StringComparison.Ordinal);
        Assert.True(detail.Contains(Path.GetFileName(file), StringComparison.Ordinal) || file is "release.json" or "manifest.json", $"{file} is not named: {detail}");
        return 1;
    }

    private static async Task<List<string>> AskAsync(TrustServer server, CancellationToken end)
    {
        List<string> pages = [];
        while (!end.IsCancellationRequested) pages.Add(await PageAsync(server));
        return pages;
    }

    private static async Task<string> PageAsync(TrustServer server)
    {
        JsonElement answer = await server.AnswerAsync("POST", "/v1/recommend", """{"user": "u1", "seed": 3}""");
        return answer.GetProperty("release").GetString() + answer.GetProperty("items").GetRawText();
    }

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
