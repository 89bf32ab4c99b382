using Winnow.Data;
using Winnow.Evaluation;
using Winnow.Numerics;
using Winnow.Training.Laboratory;
using Winnow.Training.ModelFiles;
using Winnow.Training.Recipes;
using Winnow.Training.Storage;

namespace Winnow.Training.Tests.Laboratory;

public sealed class RecommenderTrainerTests : IDisposable
{
    private readonly LaboratoryGround _ground = new();

    public void Dispose() => _ground.Dispose();

    [Fact]
    public void Run_ModelsOfRisingPower_AreJudgedInThatOrder()
    {
        double random = Ndcg("random"), popular = Ndcg("topPopular"), neighbours = Ndcg("{ name: itemKnn, topK: 30, shrink: 2 }");

        Assert.True(random < popular && popular < neighbours, $"{random:0.000} {popular:0.000} {neighbours:0.000}");
    }

    public static TheoryData<string> Models => [.. RecommenderRecipe.ModelNames.Where(m => !m.Contains("Cbf", StringComparison.Ordinal) && !m.Contains("CfCbf", StringComparison.Ordinal))];

    [Theory, MemberData(nameof(Models))]
    public void Save_ThenLoadAndJudge_GivesTheSameFiguresAndBytes(string model)
    {
        RecommenderRecipe recipe = _ground.Recipe($"{{ name: {model} }}", Quick(model));
        RecommenderResult result = RecommenderTrainer.Run(recipe, new LaboratoryOptions { Output = _ground["model"] });
        RecommenderTrainer.Run(recipe with { Threads = 1 }, new LaboratoryOptions { Output = _ground["again"] });

        using FittedRecommender loaded = RecommenderDirectory.Load(_ground["model"]);
        using WorkerTeam team = new(2);
        TopNReport judged = RecommenderComparer.Judge(loaded, _ground["model"], team, new LaboratoryOptions());

        Assert.Equal(result.Test.Mean(TopNMetric.Ndcg, 10), judged.Mean(TopNMetric.Ndcg, 10));
        Assert.Equal(result.Test.PerUser(TopNMetric.Recall, 20), judged.PerUser(TopNMetric.Recall, 20));
        Assert.Equal(result.Split.Fingerprint, loaded.Info.Fingerprint);
        Assert.Equal(result.Split.Train.Items[3], loaded.Items[3]);
        foreach (string file in (string[])["state.safetensors", "users.jsonl", "items.jsonl", "model.json"])
            Assert.Equal(File.ReadAllBytes(Path.Combine(_ground["model"], file)), File.ReadAllBytes(Path.Combine(_ground["again"], file)));
    }

    [Fact]
    public void Run_ModelThatLearnsInPasses_SelectsEpochsOnValidationAndRefits()
    {
        RecommenderRecipe recipe = _ground.Recipe("{ name: implicitAls, factors: 8, epochs: 40 }", "training={ evaluateEvery: 1, patience: 2 }");

        RecommenderResult result = RecommenderTrainer.Run(recipe);

        EpochSelection selection = result.Selection!;
        Assert.Equal(selection.Looks.Max(l => l.Value), selection.Value);
        Assert.True(selection.Looks.Count < 40, "patience of two looks should have ended it");
        Assert.Equal(selection.Looks[^1].Epochs - 2, selection.Epochs);
        Assert.Equal(recipe.LoadSplit().Fingerprint, result.Split.Fingerprint);
    }

    [Fact]
    public void Run_WithoutRefit_KeepsTheBestLook()
    {
        RecommenderRecipe recipe = _ground.Recipe("{ name: implicitAls, factors: 8, epochs: 12 }", "training={ evaluateEvery: 3, patience: 1, refit: false }");

        RecommenderResult result = RecommenderTrainer.Run(recipe);

        Assert.NotNull(result.Split.Validation);
        Assert.NotNull(result.Selection);
    }

    [Fact]
    public void Load_DamagedState_NamesTheFile()
    {
        RecommenderTrainer.Run(_ground.Recipe("topPopular"), new LaboratoryOptions { Output = _ground["model"] });
        string file = Path.Combine(_ground["model"], "state.safetensors");
        byte[] bytes = File.ReadAllBytes(file);
        bytes[^3] ^= 1;
        File.WriteAllBytes(file, bytes);

        Assert.Contains("state.safetensors is damaged", Assert.Throws<StorageException>(() => RecommenderDirectory.Load(_ground["model"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_DataChangedSince_IsRefused()
    {
        RecommenderTrainer.Run(_ground.Recipe("topPopular"), new LaboratoryOptions { Output = _ground["model"] });
        File.AppendAllText(_ground.Log, "u0,i59,1\n");
        using FittedRecommender loaded = RecommenderDirectory.Load(_ground["model"]);

        StorageException e = Assert.Throws<StorageException>(() => RecommenderComparer.Judge(loaded, _ground["model"], WorkerTeam.Single, new LaboratoryOptions()));

        Assert.Contains("the data have changed", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evaluation.candidates=sampled", "the candidates differ")]
    [InlineData("seed=2", "the splits differ")]
    [InlineData("evaluation.definitions=study2019", "metrics are defined by")]
    public void Compare_OtherProtocol_IsRefused(string change, string message)
    {
        RecommenderRecipe first = _ground.Recipe("topPopular", "split={ name: randomHoldOut, share: 0.25 }");
        RecommenderRecipe other = _ground.Recipe("topPopular", "split={ name: randomHoldOut, share: 0.25 }", change);

        ArgumentException e = Assert.Throws<ArgumentException>(() => RecommenderComparer.Run([new("a", first, null), new("b", other, null)]));

        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_RecipeAndDirectory_MarksWhatIsMoreThanLuck()
    {
        RecommenderTrainer.Run(_ground.Recipe("{ name: itemKnn, topK: 30, shrink: 2 }"), new LaboratoryOptions { Output = _ground["knn"] });

        TopNComparison comparison = RecommenderComparer.Run([new("knn", null, _ground["knn"]), new("random", _ground.Recipe("random"), null)], threads: 2);

        Assert.Equal("knn", comparison.Models[comparison.ReferenceIndex].Name);
        Assert.Equal("▼", comparison[1, 0].Mark(0.05));
        Assert.Equal("", comparison[0, 0].Mark(0.05));
    }

    private double Ndcg(string model) => RecommenderTrainer.Run(_ground.Recipe(model)).Test.Mean(TopNMetric.Ndcg, 10);

    private static string[] Quick(string model) => model switch
    {
        "implicitAls" => ["model.factors=8", "model.epochs=6", "training.evaluateEvery=2"],
        "bprMf" or "slimBpr" => ["model.epochs=6", "training.evaluateEvery=2"],
        "pureSvd" => ["model.factors=8"],
        "neuMf" => ["model.gmfEpochs=1", "model.mlpEpochs=1", "model.fusedEpochs=1", "model.layers=[16, 8]", "model.factors=8"],
        "multVae" => ["model.epochs=4", "model.hidden=16", "model.latent=8", "training.evaluateEvery=2"],
        _ => [],
    };
}
