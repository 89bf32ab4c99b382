using Winnow.Data;
using Winnow.Models;
using Winnow.Numerics;
using Winnow.Training.ModelFiles;
using Winnow.Training.Recipes;
using Winnow.Training.Storage;

namespace Winnow.Training.Tests.ModelFiles;

/// <summary>A model the library does not know is trained, checkpointed, saved and loaded like any other.</summary>
public sealed class OwnModelTests
{
    [Fact]
    public void Load_WithTheOptionsItWasTrainedWith_GivesTheMetricsOfTheRunAgain()
    {
        using Playground ground = new(rows: 1000);
        Recipe recipe = ground.Recipe("training.epochs=2") with { Model = new GatedOptions { EmbeddingDim = 3 } };
        TrainingResult result = Trainer.Run(recipe, new TrainerOptions { Output = ground["model"], Checkpoints = ground["checkpoints"] });
        using WorkerTeam team = new(1);

        using TrainedModel model = ModelDirectory.Load(ground["model"], team, new GatedOptions { EmbeddingDim = 3 });

        Assert.Equal("own", ModelDirectory.ReadInfo(ground["model"]).Recipe.ModelName);
        Assert.Equal(result.Test!.Auc, model.Score(DataSources.Open(recipe).Test).Judge().Auc);
        Assert.Throws<InvalidOperationException>(() => ModelDirectory.Load(ground["model"], team));
        Assert.Contains(
            "EmbeddingDim = 4",
            Assert.Throws<StorageException>(() => ModelDirectory.Load(ground["model"], team, new GatedOptions())).Message);
    }

    [Fact]
    public void ToJson_OwnModel_ReadsBackToTheSameText()
    {
        Recipe recipe = new Recipe() with { Model = new GatedOptions { EmbeddingDim = 3 } };
        Assert.Equal("GatedOptions { EmbeddingDim = 3 }", recipe.ToJson()["model"]!["settings"]!.GetValue<string>());
        Assert.DoesNotContain("own", Recipe.JsonSchema().Split('"'));
    }

    private sealed record GatedOptions : RankingModelOptions
    {
        public int EmbeddingDim { get; init; } = 4;

        protected override RankingModel Build(ParameterFactory make) => new Gated(this, make);
    }

    private sealed class Gated(GatedOptions options, ParameterFactory make) : RankingModel(make)
    {
        private readonly FieldVectors _fields = new(make, options.EmbeddingDim);
        private readonly Parameter _gate = make.Bias("gate", make.FlatWidth(options.EmbeddingDim));
        private readonly Mlp _deep = new(make, "deep", make.FlatWidth(options.EmbeddingDim), new MlpOptions { Hidden = [8] });

        protected override Tensor Logits(Tape tape, EmbeddedBatch x) =>
            _deep.Forward(tape, _fields.Flat(x) * tape.Sigmoid(tape.Use(_gate)));
    }
}
