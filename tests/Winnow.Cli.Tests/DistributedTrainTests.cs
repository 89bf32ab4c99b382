using System.Text.Json;
using Winnow.Store.Local;

namespace Winnow.Cli.Tests;

/// <summary><c>winnow train --store</c> from end to end: a Redis node with the module, a coordinator in this process, workers in processes of their own.</summary>
[Collection("console")]
public sealed class DistributedTrainTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("winnow-cli-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [StoreTheory]
    [InlineData("bsp"), InlineData("asp"), InlineData("hybrid")]
    public async Task Train_WithTwoWorkers_LearnsAndInBspGivesTheBytesOfOneProcess(string sync)
    {
        using LocalNode node = LocalNode.Start(new LocalNodeOptions { Directory = Path.Combine(_folder, "node"), Module = ModuleFile.Find() });
        string log = Path.Combine(_folder, "log"), alone = Path.Combine(_folder, "alone"), together = Path.Combine(_folder, "together");
        CommandLine simulated = await CommandLine.RunAsync("data", "simulate", log, "--users", "300", "--items", "200", "--days", "6", "--impressions", "12000");
        Assert.True(simulated.ExitCode == 0, simulated.Error);
        string[] recipe =
        [
            "train", "marketplace-deepfm", "--json", "--set", "training.epochs=2", "--set", "training.batchSize=512",
            "--set", $"data={{ train: ['{log}/train.csv'], validation: ['{log}/validation.csv'], test: ['{log}/test.csv'], schemaFile: '{log}/schema.yaml' }}",
        ];

        CommandLine run = await CommandLine.RunAsync([.. recipe, "--output", together, "--store", node.Url, "--workers", "2", "--sync", sync]);

        Assert.True(run.ExitCode == 0, run.Error);
        JsonElement json = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(sync, json.GetProperty("sync").GetString());
        Assert.Equal(2, json.GetProperty("workers").GetInt32());
        Assert.InRange(json.GetProperty("waitingShare").GetDouble(), 0, 1);
        Assert.Equal(0, node.Execute("DBSIZE").Integer);                // nothing is left in the store
        if (sync != "bsp") return;
        CommandLine one = await CommandLine.RunAsync([.. recipe, "--output", alone, "--set", "training.microBatches=4"]);
        Assert.True(one.ExitCode == 0, one.Error);
        foreach (string file in Directory.GetFiles(alone, "*", SearchOption.AllDirectories))
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(together, Path.GetRelativePath(alone, file))));
    }
}
