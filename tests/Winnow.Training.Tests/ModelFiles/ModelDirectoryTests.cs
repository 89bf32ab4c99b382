using System.Text.Json;
using Winnow.Data;
using Winnow.Numerics;
using Winnow.Training.ModelFiles;
using Winnow.Training.Scoring;
using Winnow.Training.Storage;

namespace Winnow.Training.Tests.ModelFiles;

/// <summary>One model, trained once for all tests of this class.</summary>
public sealed class SavedModel : IDisposable
{
    internal Playground Ground { get; } = new(rows: 1000);

    internal TrainingResult Result { get; }

    public SavedModel() => Result = Trainer.Run(Ground.Recipe("training.epochs=2"), new TrainerOptions { Output = Ground["model"] });

    public void Dispose() => Ground.Dispose();
}

public sealed class ModelDirectoryTests(SavedModel saved) : IClassFixture<SavedModel>
{
    private readonly string _model = saved.Ground["model"];

    [Fact]
    public void Load_SavedModel_GivesTheMetricsOfTheRunAgain()
    {
        using WorkerTeam team = new(1);
        using TrainedModel model = ModelDirectory.Load(_model, team);
        DataSources sources = DataSources.Open(model.Info.Recipe);

        Assert.Equal(saved.Result.Test!.Auc, model.Score(sources.Test).Judge().Auc);
        Assert.Equal(saved.Result.Validation!.LogLoss, model.Score(sources.Validation).Judge().LogLoss);
    }

    [Fact]
    public void Run_WithOutput_LogsItsTimesBesideTheModelAndNotInIt()
    {
        string[] log = File.ReadAllLines(_model + ".log.jsonl");

        Assert.Equal(saved.Result.History.Count, log.Count(l => l.Contains("\"evaluation\"", StringComparison.Ordinal)));
        Assert.All(log, line => Assert.True(JsonDocument.Parse(line).RootElement.TryGetProperty("seconds", out _)));
        Assert.DoesNotContain("seconds", File.ReadAllText(Path.Combine(_model, "model.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_SavedModel_TellsHowItCameToBe()
    {
        ModelInfo info = ModelDirectory.ReadInfo(_model);

        Assert.Equal("deepFm", info.Recipe.ModelName);
        Assert.Equal(saved.Result.History, info.History);
        Assert.Equal(saved.Result.Test!.Auc, info.TestMetrics["auc"]);
        Assert.Equal(saved.Result.Importances.Select(i => i.Feature), info.Importances.Select(i => i.Feature));
        Assert.Equal(LibraryVersion.Full, info.Library);
        Assert.Equal(1000, info.TrainingRows + info.ValidationRows + info.TestRows);
    }

    [Fact]
    public void Score_RecordsWithUnknownIdsAndNoLabels_GivesProbabilities()
    {
        string path = saved.Ground["new.csv"];
        File.WriteAllText(path, "user,item,tags,price,at\nu1,i1,new,0.5,1\nstranger,neverSeen,odd|new,,1\n");
        using WorkerTeam team = new(1);
        using TrainedModel model = ModelDirectory.Load(_model, team);

        ScoredRows scored = model.Score(RecordFile.Open(path));

        Assert.Equal(2, scored.Scores.Length);
        Assert.All(scored.Scores, s => Assert.InRange(s, 0f, 1f));
    }

    [Fact]
    public void Score_OneByOne_EqualsScoringAllAtOnce()
    {
        using WorkerTeam team = new(1);
        using TrainedModel model = ModelDirectory.Load(_model, team);
        using EncodedDataset rows = EncodedDataset.Encode(DataSources.Open(model.Info.Recipe).Test, model.Plan);
        using Scorer scorer = model.NewScorer();

        float[] together = scorer.Score(rows, batchSize: 1000).Scores, single = scorer.Score(rows, batchSize: 1).Scores;

        for (int i = 0; i < together.Length; i++) Assert.Equal(together[i], single[i], 1e-5f);
    }

    [Fact]
    public void Load_BytesFlippedAllOverEveryFile_IsRefusedEachTimeWithTheFileNamed()
    {
        using WorkerTeam team = new(1);
        foreach (string file in Directory.GetFiles(_model, "*", SearchOption.AllDirectories))
        {
            byte[] good = File.ReadAllBytes(file);
            for (int i = 0; i < 40; i++)
            {
                byte[] bad = [.. good];
                bad[(long)i * (good.Length - 1) / 39] ^= (byte)(1 << (i % 8));
                File.WriteAllBytes(file, bad);

                StorageException e = Assert.Throws<StorageException>(() => ModelDirectory.Load(_model, team).Dispose());
                Assert.Contains(Path.GetFileName(file), e.Message, StringComparison.Ordinal);
            }

            File.WriteAllBytes(file, good);
        }

        ModelDirectory.Load(_model, team).Dispose();
    }

    [Fact]
    public void Load_FilesOfAnotherModelUnderAFittingManifest_IsRefused()
    {
        using WorkerTeam team = new(1);
        Trainer.Run(saved.Ground.Recipe("training.epochs=1", "model.deep.hidden=[8]"), new TrainerOptions { Output = saved.Ground["other"] });
        File.Copy(Path.Combine(_model, "dense.safetensors"), saved.Ground["other/dense.safetensors"], overwrite: true);
        FileManifest.Write(saved.Ground["other"]);

        StorageException e = Assert.Throws<StorageException>(() => ModelDirectory.Load(saved.Ground["other"], team));

        Assert.Contains("belongs to another model", e.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData("nowhere"), InlineData("empty")]
    public void Load_NoModelThere_SaysSo(string name)
    {
        Directory.CreateDirectory(saved.Ground["empty"]);
        using WorkerTeam team = new(1);

        Assert.Throws<StorageException>(() => ModelDirectory.Load(saved.Ground[name], team));
    }

    [Fact]
    public void Save_PlaceThatCannotBeWritten_SaysWhyAndTouchesNothing()
    {
        File.WriteAllText(saved.Ground["file"], "in the way");

        StorageException e = Assert.Throws<StorageException>(() => Trainer.Run(
            saved.Ground.Recipe("training.epochs=1"), new TrainerOptions { Output = saved.Ground["file/model"] }));

        Assert.Contains("cannot be written", e.Message, StringComparison.Ordinal);
        Assert.Equal("in the way", File.ReadAllText(saved.Ground["file"]));
    }
}
