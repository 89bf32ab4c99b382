using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Winnow.Store.Local;
using Winnow.Store.Status;
using Winnow.Store.Tests.Local;
using Xunit.Abstractions;

namespace Winnow.Store.Chaos.Tests.Training;

/// <summary><c>winnow train --store</c> on a cluster that is harmed while it trains: it ends by itself, and with the model of an undisturbed run.</summary>
/// <remarks>The environment variable <c>WINNOW_CHAOS_ROUNDS</c> repeats the list of harm, with as many times the epochs; default 1.</remarks>
[Collection("chaos")]
public sealed partial class TrainingChaosTests(ITestOutputHelper output) : IDisposable
{
    private static readonly TimeSpan s_most = TimeSpan.FromMinutes(10), s_look = TimeSpan.FromMilliseconds(50);

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ModuleFact]
    public async Task Train_SynchronousUnderHarm_WritesTheModelOfAnUndisturbedRun()
    {
        await WinnowAsync("data", "simulate", Log, "--users", "800", "--items", "400", "--days", "6", "--impressions", "40000");
        string undisturbed = Path.Combine(_folder.Path, "undisturbed"), harmed = Path.Combine(_folder.Path, "harmed");
        await WinnowAsync(["train", "marketplace-deepfm", .. Recipe, "--set", "training.microBatches=4", "--output", undisturbed]);

        await TrainUnderHarmAsync(harmed, "bsp");

        foreach (string file in Directory.GetFiles(undisturbed, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(undisturbed, f)))
        {
            if (file.EndsWith(".html", StringComparison.Ordinal)) continue;     // the report says how long it took
            Assert.True(File.ReadAllBytes(Path.Combine(undisturbed, file)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(harmed, file))), $"{file} differs");
        }
    }

    [LongChaosFact]
    public async Task Train_AsynchronousUnderHarm_IsAsGoodAsUndisturbed()
    {
        Epochs = 6;                     // a position is a whole batch here
        await WinnowAsync("data", "simulate", Log, "--users", "800", "--items", "400", "--days", "6", "--impressions", "40000");
        string undisturbed = Path.Combine(_folder.Path, "undisturbed"), harmed = Path.Combine(_folder.Path, "harmed");
        double expected = Auc(await WinnowAsync(["train", "marketplace-deepfm", .. Recipe, "--output", undisturbed, "--json"]));

        double actual = Auc(await TrainUnderHarmAsync(harmed, "asp"));

        output.WriteLine($"test AUC {actual:0.00000} under harm, {expected:0.00000} undisturbed in one process");
        Assert.InRange(actual, expected - 0.01, 1);     // half the confidence interval of 10,000 rows
    }

    private string Log => Path.Combine(_folder.Path, "log");

    private int Epochs { get; set; } = 2;

    private string[] Recipe =>
    [
        "--set", $"data={{ train: ['{Log}/train.csv'], validation: ['{Log}/validation.csv'], test: ['{Log}/test.csv'], schemaFile: '{Log}/schema.yaml' }}",
        "--set", $"training.epochs={Epochs * ChaosRounds.Count}", "--set", "training.batchSize=128", "--set", "training.earlyStopping={ metric: auc, patience: 99 }", "--threads", "1",
    ];

    private static double Auc(string json) => JsonDocument.Parse(json).RootElement.GetProperty("test").GetProperty("auc").GetDouble();

    private async Task<string> TrainUnderHarmAsync(string model, string sync)
    {
        using LocalCluster cluster = LocalCluster.Start(new LocalClusterOptions
        {
            Masters = 3, Replicas = 1,
            Node = new LocalNodeOptions { Directory = Path.Combine(_folder.Path, "store"), Module = ModuleFile.Find(), AppendOnly = true, NodeTimeout = TimeSpan.FromSeconds(1) },
        });
        string store = cluster.Url + "?replicas=1&commandTimeoutMs=3000";
        using WinnowProcess coordinator = new(["train", "marketplace-deepfm", .. Recipe, "--output", model, "--json", "--store", store, "--workers", "2", "--sync", sync, "--keep"]);
        List<WinnowProcess> joined = [];
        try
        {
            int deeds = await HarmAsync(cluster, coordinator, store, joined);
            int exit = await coordinator.EndAsync(s_most);
            Assert.True(exit == 0, coordinator.Errors);
            output.WriteLine($"the run ended by itself after {deeds} deeds: {coordinator.Output.ReplaceLineEndings(" ")}");
            Assert.True(deeds >= 6 * ChaosRounds.Count, $"The run was over after {deeds} deeds: train longer.");
            Copies.AssertReplicasEqualMasters(cluster);
            return coordinator.Output;
        }
        finally
        {
            foreach (WinnowProcess worker in joined) worker.Dispose();
        }
    }

    /// <summary>One thing after the other, until the list or the run is over.</summary>
    private async Task<int> HarmAsync(LocalCluster cluster, WinnowProcess coordinator, string store, List<WinnowProcess> joined)
    {
        Harm harm = new(cluster);
        StoreStatusReader reader = new(RedisAddress.Parse(cluster.Url));
        int deeds = 0;
        await ProgressAsync(coordinator, reader, 0, 40);
        string run = RunName().Match(coordinator.Errors).Groups[1].Value;
        for (int round = 0; round < ChaosRounds.Count; round++)
        {
            int victim = round % 3;
            (string What, Func<Task> Deed)[] list =
            [
                ("master killed", () => harm.KillMasterAsync(victim)),
                ("worker added", () => Task.Run(() => joined.Add(new WinnowProcess(["train", "marketplace-deepfm", .. Recipe, "--store", store, "--join", run])))),
                ("connections cut", harm.CutConnectionsAsync),
                ("worker killed", () => Task.Run(coordinator.KillChild)),
                ("slot moved", () => Task.Run(() => harm.MoveSlot(StoreKeys.TableShard(run, "table", victim, 8)))),
                ("master hung until replaced", () => harm.HangMasterAsync((victim + 1) % 3)),
                ("append-only files and snapshots rewritten", harm.RewriteFilesAsync),
                ("replica lost and replaced", () => harm.ReplaceReplicaAsync((victim + 2) % 3)),
                ("joined worker killed", () => Task.Run(() => joined[^1].Dispose())),
                ("master killed and started at once", () => harm.RestartMasterAsync((victim + 2) % 3)),
                ("master handed over", () => harm.HandOverAsync(victim)),
            ];
            foreach ((string what, Func<Task> deed) in list)
            {
                long began = Stopwatch.GetTimestamp(), before = Completed(reader);
                if (coordinator.HasExited) return deeds;
                await Task.Run(deed);
                double done = Stopwatch.GetElapsedTime(began).TotalSeconds;
                long after = Completed(reader);
                await ProgressAsync(coordinator, reader, after, 8);
                output.WriteLine($"{what,-45} {done,6:0.00} s, {after - before,5} positions meanwhile, getting on again after {Stopwatch.GetElapsedTime(began).TotalSeconds - done:0.00} s");
                deeds++;
            }
        }
        return deeds;
    }

    private static async Task ProgressAsync(WinnowProcess coordinator, StoreStatusReader reader, long from, long positions)
    {
        for (long began = Stopwatch.GetTimestamp(); !coordinator.HasExited && Completed(reader) < from + positions; await Task.Delay(s_look))
            if (Stopwatch.GetElapsedTime(began) > s_most / 5) throw new TimeoutException($"The workers did not get on: {coordinator.Errors}");
    }

    private static long Completed(StoreStatusReader reader) => reader.Read().Runs is [{ Queue: { } queue }, ..] ? queue.Completed : 0;

    private static async Task<string> WinnowAsync(params string[] arguments)
    {
        using WinnowProcess process = new(arguments);
        Assert.True(await process.EndAsync(s_most) == 0, process.Errors);
        return process.Output;
    }

    [GeneratedRegex("Run ([A-Za-z0-9.-]+[0-9a-zA-Z])\\.")]
    private static partial Regex RunName();
}
