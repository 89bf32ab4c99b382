using Winnow.Numerics;
using Winnow.Training.ModelFiles;
using Winnow.Training.Recipes;
using Winnow.Training.Storage;

namespace Winnow.Training.Tests.Checkpoints;

/// <summary>What a killed process and a full disk leave behind.</summary>
public sealed class FaultTests : IDisposable
{
    private const int Kills = 20;

    private readonly Playground _ground = new(rows: 1000);

    public void Dispose() => _ground.Dispose();

    [Fact]
    public void Run_KilledTwentyTimesAtRandomMoments_EndsWithTheBytesOfAnUndisturbedRun()
    {
        string[] settings = ["checkpoint.everySteps=2", "training.evaluateEverySteps=7", "training.epochs=6", "training.earlyStopping.patience=0"];
        Trainer.Run(_ground.Recipe(settings), new TrainerOptions { Output = _ground["undisturbed"] });
        string[] arguments = [_ground.WriteRecipe(), _ground["model"], _ground["checkpoints"], .. settings];
        RandomStream random = new(17, "kills");

        int kills = 0;
        for (ulong attempt = 0; kills < Kills; attempt++)
        {
            using HostProcess host = HostProcess.Start(arguments);
            if (host.KillAfter(1 + random.Below(4 * attempt, 14), spins: random.Below(4 * attempt + 2, 300_000)))
            {
                kills++;
                AssertNewestCheckpointLoads(settings);
            }
            else
            {
                FinishAndCompare(host);
                Directory.Delete(_ground["checkpoints"], recursive: true);
            }
        }

        using HostProcess last = HostProcess.Start(arguments);
        FinishAndCompare(last);
    }

    [Fact]
    public void Run_DiskFullWhileTheModelIsSaved_SaysSoAndKeepsTheModelBefore()
    {
        if (!OperatingSystem.IsLinux()) return;
        Trainer.Run(_ground.Recipe("training.epochs=1"), new TrainerOptions { Output = _ground["model"] });
        SortedDictionary<string, byte[]> before = _ground.Files("model");

        using HostProcess host = HostProcess.StartWithFullDisk(
            kibibytes: 16, _ground.WriteRecipe(), _ground["model"], _ground["checkpoints"], "training.epochs=1", "seed=99");
        (int exitCode, string errors) = host.Finish();

        Assert.Equal(1, exitCode);
        Assert.Contains("could not be written", errors, StringComparison.Ordinal);
        Assert.Contains("untouched", errors, StringComparison.Ordinal);
        Assert.Equal(before, _ground.Files("model"));
        using WorkerTeam team = new(1);
        ModelDirectory.Load(_ground["model"], team).Dispose();
    }

    [Fact]
    public void Run_CheckpointPlaceIsAFile_SaysSo()
    {
        File.WriteAllText(_ground["file"], "in the way");

        StorageException e = Assert.Throws<StorageException>(() =>
            Trainer.Run(_ground.Recipe(), new TrainerOptions { Checkpoints = _ground["file"] }));

        Assert.Contains("cannot hold checkpoints", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_NewestCheckpointDamaged_NamesTheFileInsteadOfGoingOnFromIt()
    {
        Recipe recipe = _ground.Recipe("training.epochs=1");
        Trainer.Run(recipe, new TrainerOptions { Checkpoints = _ground["checkpoints"] });
        string file = Path.Combine(Directory.GetDirectories(_ground["checkpoints"], "step-*").Max()!, "tables", "embeddings.rows");
        byte[] bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 2] ^= 4;
        File.WriteAllBytes(file, bytes);

        StorageException e = Assert.Throws<StorageException>(() =>
            Trainer.Run(recipe, new TrainerOptions { Checkpoints = _ground["checkpoints"] }));

        Assert.Contains("embeddings.rows is damaged", e.Message, StringComparison.Ordinal);
    }

    private void FinishAndCompare(HostProcess host)
    {
        (int exitCode, string errors) = host.Finish();
        Assert.True(exitCode == 0, errors);
        _ground.AssertSameFiles("undisturbed", "model");
    }

    private void AssertNewestCheckpointLoads(string[] settings)
    {
        if (!Directory.Exists(_ground["checkpoints"])) return;          // killed before the first one
        IEnumerable<string> whole = Directory.GetDirectories(_ground["checkpoints"], "step-*").Where(d => Path.GetExtension(d).Length == 0);
        if (whole.Max() is not { } newest) return;
        FileManifest.Verify(newest);
        Recipe recipe = _ground.Recipe(settings);
        using WorkerTeam team = new(1);
        using LiveModel live = LiveModel.Create(recipe, DataSources.Open(recipe).Schema, team);
        live.Load(newest);
    }
}
