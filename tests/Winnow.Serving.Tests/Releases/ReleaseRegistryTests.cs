using Winnow.Serving.Tests.Http;

namespace Winnow.Serving.Tests.Releases;

public sealed class ReleaseRegistryTests
{
    private readonly Dictionary<string, FakeFunnel> _loaded = [];

    [Fact]
    public void Lease_NothingLoaded_SaysWhatToDo()
    {
        using ReleaseRegistry registry = Registry();

        Assert.False(registry.IsReady);
        Assert.Contains("POST /admin/releases", Assert.Throws<InvalidOperationException>(() => registry.Lease()).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => registry.RollBack());
    }

    [Fact]
    public async Task Swap_WhileLeased_KeepsTheOldOneUntilTheLeaseEnds()
    {
        using ReleaseRegistry registry = Registry();
        await registry.SwapAsync("a");
        FunnelLease lease = registry.Lease();

        await registry.SwapAsync("b");
        await registry.SwapAsync("c");      // a is now neither served nor kept for a roll-back

        Assert.Equal("a", lease.Funnel.Release);
        Assert.False(_loaded["a"].IsDisposed);
        lease.Dispose();
        lease.Dispose();                    // a second time must not let go of anybody else's hold
        Assert.True(_loaded["a"].IsDisposed);
        Assert.False(_loaded["b"].IsDisposed);
        Assert.Equal(0, registry.Leases);
    }

    [Fact]
    public async Task RollBack_AfterASwap_ServesTheOneBeforeAndCanBeTakenBack()
    {
        using ReleaseRegistry registry = Registry();
        await registry.SwapAsync("a");
        await registry.SwapAsync("b");

        Assert.Equal("a", registry.RollBack());
        using (FunnelLease lease = registry.Lease()) Assert.Equal("a", lease.Funnel.Release);
        using (FunnelLease lease = registry.LeasePrevious()!) Assert.Equal("b", lease.Funnel.Release);
        Assert.Equal("b", registry.RollBack());
        Assert.Equal([true, true, false, false], registry.Swaps.Select(s => s.IsRollBack));
    }

    [Fact]
    public async Task Swap_ReleaseThatFailsToWarm_IsRefusedAndUnloaded()
    {
        List<SwapRecord> told = [];
        using ReleaseRegistry registry = Registry();
        registry.Swapped += told.Add;
        await registry.SwapAsync("a");

        await Assert.ThrowsAsync<InvalidDataException>(() => registry.SwapAsync("cold"));

        Assert.True(_loaded["cold"].IsDisposed);
        using FunnelLease lease = registry.Lease();
        Assert.Equal("a", lease.Funnel.Release);
        Assert.Equal("cannot warm", told[^1].Fault);
        Assert.Equal(("a", null), (registry.Variants[0].Release, registry.Variants[0].Previous));
    }

    [Fact]
    public async Task Lease_UnderSwaps_NeverSeesAReleaseThatIsGone()
    {
        using ReleaseRegistry registry = Registry();
        await registry.SwapAsync("0");
        using CancellationTokenSource stop = new();
        Task[] readers = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                using FunnelLease lease = registry.Lease();
                Assert.False(((FakeFunnel)lease.Funnel).IsDisposed);
                lease.Funnel.Recommend(new FunnelRequest(), UserState.Unknown);
            }
        }))];

        for (int i = 1; i <= 50; i++) await registry.SwapAsync($"{i}");
        await stop.CancelAsync();
        await Task.WhenAll(readers);

        Assert.DoesNotContain(_loaded.Values, f => f.WasPulledAway);
        Assert.Equal(2, _loaded.Values.Count(f => !f.IsDisposed));
    }

    [Fact]
    public async Task Swap_Variant_LeavesTheMainOneAlone()
    {
        using ReleaseRegistry registry = Registry();
        await registry.SwapAsync("a");
        await registry.SwapAsync("b", "green");

        using FunnelLease main = registry.Lease(), green = registry.Lease("green");
        Assert.Equal(("a", "b"), (main.Funnel.Release, green.Funnel.Release));
        Assert.Equal([ReleaseRegistry.Main, "green"], registry.Variants.Select(v => v.Variant));
        Assert.Contains("main, green", Assert.Throws<InvalidOperationException>(() => registry.Lease("red")).Message, StringComparison.Ordinal);
    }

    private ReleaseRegistry Registry() => new(path => new LoadedRelease(_loaded[path] = new FakeFunnel(path)
    {
        OnRequest = path == "cold" ? (_, _) => throw new InvalidDataException("cannot warm") : null,
    }), new QuickClock());

    /// <summary>Time flies, so that warming up ends at once.</summary>
    private sealed class QuickClock : TimeProvider
    {
        private long _ticks;

        public override long GetTimestamp() => Interlocked.Add(ref _ticks, TimestampFrequency);
    }
}
