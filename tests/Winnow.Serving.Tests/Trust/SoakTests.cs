using System.Globalization;
using Winnow.Numerics;
using Xunit.Abstractions;

namespace Winnow.Serving.Tests.Trust;

/// <summary>A server under load while its release is swapped again and again: no request fails, no answer is made of two releases, memory stays flat.</summary>
/// <remarks><c>WINNOW_SOAK_SECONDS</c> sets how long (20), <c>WINNOW_SOAK_SWAP_SECONDS</c> the time between two swaps (0.3), <c>WINNOW_SOAK_RATE</c> the
/// requests a second of all clients together (200). One hour with a swap each 30 s: see docs/guide/serving.md.</remarks>
[Collection(Alone.Name)]
public sealed class SoakTests(SmallShop shop, ITestOutputHelper output) : IClassFixture<SmallShop>
{
    private const int Clients = 4, Releases = 3;

    [Fact]
    public async Task Serve_UnderLoadWithSwaps_FailsNothingMixesNothingAndStaysFlat()
    {
        using SoakReleases releases = new(shop, Releases);
        await using TrustServer server = await TrustServer.StartAsync(releases.Paths[0]);
        SoakLoad load = new(server, releases, Setting("WINNOW_SOAK_RATE", 200));
        SoakMemory memory = new();
        TimeSpan length = TimeSpan.FromSeconds(Setting("WINNOW_SOAK_SECONDS", 20)), between = TimeSpan.FromSeconds(Setting("WINNOW_SOAK_SWAP_SECONDS", 0.3));
        using CancellationTokenSource end = new();

        Task[] clients = [.. Enumerable.Range(0, Clients).Select(c => Task.Run(() => load.RunAsync(c, Clients, end.Token)))];
        int swaps = await SwapAsync(server, releases, memory, load, length, between);
        await end.CancelAsync();
        await Task.WhenAll(clients);

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{length.TotalSeconds:0} s, {load.Answered:N0} requests, {load.Checked:N0} compared with their release, {load.Failures.Count} failed, {swaps} swaps"));
        output.WriteLine(memory.ToString());
        Assert.True(load.Failures.IsEmpty, string.Join(Environment.NewLine, load.Failures.Take(10)));
        Assert.Equal(Releases, load.Seen.Count);                                            // else nothing was swapped under anybody
        Assert.Equal(0, await server.MetricAsync("winnow_requests_total{route=\"/v1/recommend\",method=\"POST\",status=\"500\"}"));
        memory.AssertFlat(releases.FootprintBytes);
    }

    private static async Task<int> SwapAsync(TrustServer server, SoakReleases releases, SoakMemory memory, SoakLoad load, TimeSpan length, TimeSpan between)
    {
        long began = TimeProvider.System.GetTimestamp();
        int swaps = 0;
        using PeriodicTimer timer = new(between);
        TimeSpan nextSample = TimeSpan.Zero, sampling = length / 40;
        while (TimeProvider.System.GetElapsedTime(began) is var elapsed && elapsed < length)
        {
            swaps++;
            if (swaps % 7 == 0) await server.AnswerAsync("POST", "/admin/rollback", "{}");
            else await server.AnswerAsync("POST", "/admin/releases", $$"""{"path": "{{releases.Paths[swaps % Releases]}}"}""");
            if (elapsed >= nextSample)
            {
                memory.Sample(elapsed, swaps, load.Answered);
                nextSample = elapsed + sampling;
            }
            await timer.WaitForNextTickAsync();
        }
        return swaps;
    }

    internal static double Setting(string name, double standing) =>
        double.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out double value) ? value : standing;
}
