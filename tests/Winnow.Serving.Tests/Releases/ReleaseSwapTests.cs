using Winnow.Data;
using Winnow.Numerics;

namespace Winnow.Serving.Tests;

/// <summary>Releases that are mapped, swapped and unmapped under requests whose stages are often late.</summary>
public sealed class ReleaseSwapTests(SmallShop shop) : IClassFixture<SmallShop>
{
    [Fact]
    public async Task Swap_UnderRequestsWithLateStages_EveryAnswerIsOfOneRelease()
    {
        const int Swaps = 25, Readers = 4;
        using TemporaryDirectory place = new();
        string[] overrides = ["budgets.recall=0.2ms", "preRank.budget=0.2ms", "rank.budget=0.2ms", "budgets.reRank=0.2ms"];
        string[] paths = [place["a"], place["b"]];
        string[] names = [.. paths.Select(p => ReleaseBuilder.Pack(p, shop.Options(overrides), shop.Data, WorkerTeam.Single).Name)];
        using ReleaseRegistry registry = new(path => new LoadedRelease(Release.Load(path).Funnel), TimeProvider.System);
        await registry.SwapAsync(paths[0]);
        using CancellationTokenSource stop = new();
        int answered = 0, degraded = 0;
        Task[] readers = [.. Enumerable.Range(0, Readers).Select(reader => Task.Run(() =>
        {
            for (int i = 0; !stop.IsCancellationRequested; i++)
            {
                using FunnelLease lease = registry.Lease();
                FunnelAnswer answer = lease.Funnel.Recommend(new FunnelRequest { User = $"u{i % 30}", Count = 5, Seed = (ulong)i }, new UserState(FeatureValues.Empty, [$"i{i % 40}"]));
                Assert.Equal(lease.Funnel.Release, answer.Release);
                Assert.Contains(answer.Release, names);
                Assert.Equal(5, answer.Items.Select(item => item.Item).Distinct().Count());
                Interlocked.Increment(ref answered);
                if (answer.IsDegraded) Interlocked.Increment(ref degraded);
            }
        }))];

        for (int swap = 1; swap <= Swaps; swap++) await registry.SwapAsync(paths[swap % 2]);
        await stop.CancelAsync();
        await Task.WhenAll(readers);

        Assert.True(answered > Swaps, $"{answered} answers");
        Assert.True(degraded > 0, "budgets of a fifth of a millisecond are kept by nobody all the time");
    }
}
