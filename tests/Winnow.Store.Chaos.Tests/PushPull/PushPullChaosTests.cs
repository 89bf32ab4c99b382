using System.Diagnostics;
using Winnow.Embeddings;
using Winnow.Store.Local;
using Winnow.Store.Tests.Local;
using Xunit.Abstractions;

namespace Winnow.Store.Chaos.Tests.PushPull;

/// <summary>Workers push and pull while the cluster they push to is harmed in every way a cluster is harmed. Everything is checked at the end: each
/// update applied once, in synchronous mode the bytes of an undisturbed run, and replicas that are copies of their masters.</summary>
/// <remarks>The environment variable <c>WINNOW_CHAOS_ROUNDS</c> repeats the list of harm; default 1.</remarks>
[Collection("chaos")]
public sealed class PushPullChaosTests(ITestOutputHelper output) : IDisposable
{
    private const int Workers = 3, Shards = 6;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ModuleFact]
    public async Task Run_SynchronousUnderHarm_LeavesTheBytesOfAnUndisturbedRun()
    {
        ParameterStoreLayout layout = ChaosWork.Layout("chaos", Shards, new PositionQueueOptions { Parts = 4, Staleness = 0 });
        await RunAsync(layout, (store, positions) => Outcome.AssertSame(Outcome.Undisturbed(layout, positions), Outcome.Of(store)));
    }

    [ModuleFact]
    public async Task Run_AsynchronousUnderHarm_AppliesEachUpdateOnce() =>
        await RunAsync(ChaosWork.Layout("chaos", Shards, new PositionQueueOptions { Staleness = 8 }), (_, _) => { });

    private async Task RunAsync(ParameterStoreLayout layout, Action<IParameterStore, long> check)
    {
        using LocalCluster cluster = LocalCluster.Start(new LocalClusterOptions
        {
            Masters = 3, Replicas = 1,
            Node = new LocalNodeOptions { Directory = _folder.Path, Module = ModuleFile.Find(), AppendOnly = true, NodeTimeout = TimeSpan.FromSeconds(1) },
        });
        RedisAddress address = RedisAddress.Parse(cluster.Url) with { Replicas = 1, CommandTimeout = TimeSpan.FromSeconds(3) };
        using RedisParameterStore store = RedisParameterStore.Create(address, layout, ChaosWork.Values);
        using Fleet fleet = new(() => RedisParameterStore.Open(address, layout));
        fleet.Add(Workers);
        PushPullRun run = new(store, fleet);
        Task harm = HarmAsync(new Harm(cluster), fleet, run);
        long positions = await run.GoAsync(_ => harm.IsCompleted);
        await harm;

        output.WriteLine($"{positions} positions, {run.Retaken} handed out again, {store.Cluster.Traffic.Repeated} commands of the coordinator sent again");
        Outcome.AssertExactlyOnce(store, positions);
        check(store, positions);
        Copies.AssertReplicasEqualMasters(cluster);
    }

    private async Task HarmAsync(Harm harm, Fleet fleet, PushPullRun run)
    {
        for (int round = 0; round < ChaosRounds.Count; round++)
        {
            int victim = round % 3;
            await DoAsync(run, "all connections cut", harm.CutConnectionsAsync);
            await DoAsync(run, "master killed", () => harm.KillMasterAsync(victim));
            await DoAsync(run, "worker killed, two added", () => Reinforce(fleet));
            await DoAsync(run, "master killed and started at once", () => harm.RestartMasterAsync((victim + 1) % 3));
            await DoAsync(run, "master hung until replaced", () => harm.HangMasterAsync((victim + 2) % 3));
            await DoAsync(run, "slot moved", () => Task.Run(() => harm.MoveSlot(StoreKeys.TableShard("chaos", "learnt", round % Shards, Shards))));
            await DoAsync(run, "slot of the queue moved", () => Task.Run(() => harm.MoveSlot(StoreKeys.Queue("chaos"))));
            await DoAsync(run, "append-only files and snapshots rewritten", harm.RewriteFilesAsync);
            await DoAsync(run, "replica lost and replaced", () => harm.ReplaceReplicaAsync(victim));
            await DoAsync(run, "worker killed", () => Shrink(fleet));
            await DoAsync(run, "master reloaded from a snapshot", () => harm.ReloadAsync((victim + 1) % 3));
            await DoAsync(run, "master handed over", () => harm.HandOverAsync(victim));
            await DoAsync(run, "all nodes hung for a moment", harm.HiccupAsync);
        }
    }

    /// <summary>Does one thing, then waits until the workers have got on.</summary>
    private async Task DoAsync(PushPullRun run, string what, Func<Task> deed)
    {
        long before = run.Completed, began = Stopwatch.GetTimestamp();
        await Task.Run(deed);
        double done = Stopwatch.GetElapsedTime(began).TotalSeconds;
        long after = run.Completed;
        const int enough = 12, mostSeconds = 60;
        while (run.Completed < after + enough)
        {
            if (Stopwatch.GetElapsedTime(began).TotalSeconds > mostSeconds + done) throw new TimeoutException($"After '{what}' the workers did not get on for {mostSeconds} s.");
            await Task.Delay(20);
        }
        output.WriteLine($"{what,-45} {done,6:0.00} s, {after - before,5} positions meanwhile, getting on again after {Stopwatch.GetElapsedTime(began).TotalSeconds - done:0.00} s");
    }

    private static Task Reinforce(Fleet fleet)
    {
        fleet.KillOne();
        fleet.Add(2);
        return Task.CompletedTask;
    }

    private static Task Shrink(Fleet fleet)
    {
        fleet.KillOne();
        return Task.CompletedTask;
    }
}
