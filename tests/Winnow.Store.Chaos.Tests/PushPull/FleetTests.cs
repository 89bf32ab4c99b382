using Winnow.Embeddings;
using Winnow.Numerics;

namespace Winnow.Store.Chaos.Tests.PushPull;

/// <summary>The workers of the other tests, over a store in this process: what they do is the same whoever does it, and dying loses nothing.</summary>
public sealed class FleetTests
{
    [Fact]
    public async Task Run_SynchronousWithWorkersKilledAndAdded_LeavesTheBytesOfOneWorker()
    {
        ParameterStoreLayout layout = ChaosWork.Layout("fleet", shards: 4, new PositionQueueOptions { Parts = 4, Staleness = 0 });
        using LocalParameterStore store = new(layout, ChaosWork.Values, WorkerTeam.Single);

        long positions = await RunAsync(store);

        Outcome.AssertExactlyOnce(store, positions);
        Outcome.AssertSame(Outcome.Undisturbed(layout, positions), Outcome.Of(store));
    }

    [Fact]
    public async Task Run_AsynchronousWithWorkersKilledAndAdded_AppliesEachUpdateOnce()
    {
        ParameterStoreLayout layout = ChaosWork.Layout("fleet", shards: 4, new PositionQueueOptions());
        using LocalParameterStore store = new(layout, ChaosWork.Values, WorkerTeam.Single);

        Outcome.AssertExactlyOnce(store, await RunAsync(store));
    }

    private static async Task<long> RunAsync(LocalParameterStore store)
    {
        using Fleet fleet = new(store.Connect);
        fleet.Add(3);
        int killed = 0;
        PushPullRun run = new(store, fleet);
        long positions = await run.GoAsync(completed =>
        {
            if (completed >= 100 * (killed + 1) && killed < 3)
            {
                fleet.KillOne();
                fleet.Add(1);
                killed++;
            }
            return completed >= 500;
        });
        Assert.Equal(3, killed);
        Assert.True(run.Retaken > 0, "no worker died at work");
        return positions;
    }
}
