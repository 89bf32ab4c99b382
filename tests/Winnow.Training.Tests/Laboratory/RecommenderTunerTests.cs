using Winnow.Training.Laboratory;
using Winnow.Training.Recipes;
using Winnow.Training.Tuning;

namespace Winnow.Training.Tests.Laboratory;

public sealed class RecommenderTunerTests : IDisposable
{
    private readonly LaboratoryGround _ground = new();

    public void Dispose() => _ground.Dispose();

    [Fact]
    public void Run_ItemNeighbours_WritesARecipeThatTrainsToTheSameFigures()
    {
        RecommenderRecipe recipe = _ground.Recipe("itemKnn");

        RecommenderTuningResult tuned = RecommenderTuner.Run(recipe, _ground["trials.jsonl"]);
        RecommenderResult trained = RecommenderTrainer.Run(RecommenderRecipe.Parse(tuned.Found.ToYaml(), "found.yaml"));

        Assert.Equal(6, tuned.Search.Trials.Count);
        Assert.Equal(tuned.Search.Trials.Max(t => t.Value), tuned.Search.Best.Value);
        Assert.Equal(tuned.Final.Test.Mean(Winnow.Evaluation.TopNMetric.Ndcg, 10), trained.Test.Mean(Winnow.Evaluation.TopNMetric.Ndcg, 10));
        Assert.Equal(recipe.LoadSplit().Fingerprint, tuned.Final.Split.Fingerprint);
    }

    [Fact]
    public void Run_StoppedAndStartedAgain_EndsWithTheSameSettings()
    {
        RecommenderRecipe recipe = _ground.Recipe("itemKnn");
        RecommenderTuningResult whole = RecommenderTuner.Run(recipe, _ground["whole.jsonl"]);
        using CancellationTokenSource stop = new();
        Assert.ThrowsAny<OperationCanceledException>(() => RecommenderTuner.Run(
            recipe, _ground["stopped.jsonl"], new LaboratoryOptions { Observer = new StopAfter(4, stop) }, stop.Token));

        RecommenderTuningResult resumed = RecommenderTuner.Run(recipe, _ground["stopped.jsonl"]);

        Assert.Equal(4, resumed.Search.Replayed);
        Assert.Equal(whole.Search.Trials.Select(t => (t.SettingsText, t.Value)), resumed.Search.Trials.Select(t => (t.SettingsText, t.Value)));
        Assert.Equal(whole.Found.ToYaml(), resumed.Found.ToYaml());
    }

    [Fact]
    public void Run_ModelThatLearnsInPasses_SettlesTheEpochs()
    {
        RecommenderRecipe recipe = _ground.Recipe(
            "{ name: implicitAls, epochs: 12 }", "training={ evaluateEvery: 2, patience: 1 }", "search.space={ factors: { from: 4, to: 16 }, l2: { from: 0.001, to: 10, scale: log } }");

        RecommenderTuningResult tuned = RecommenderTuner.Run(recipe, record: null);

        Assert.All(tuned.Search.Trials, t => Assert.InRange(t.Epochs!.Value, 2, 12));
        Assert.Equal($"{tuned.Search.Best.Epochs}", tuned.Found.ToJson()["model"]!["epochs"]!.ToJsonString());
        Assert.Equal(0, tuned.Found.Training.Patience);
    }

    [Fact]
    public void Run_Halving_GivesMoreEpochsToFewer()
    {
        RecommenderRecipe recipe = _ground.Recipe(
            "{ name: implicitAls, epochs: 18 }", "training.evaluateEvery=2", "search.method=halving", "search.cases=9",
            "search.space={ factors: { from: 4, to: 16 }, l2: { from: 0.001, to: 10, scale: log } }");

        RecommenderTuningResult tuned = RecommenderTuner.Run(recipe, record: null);

        Assert.Equal([(2, 9), (6, 3), (18, 1)], tuned.Search.Trials.GroupBy(t => t.Epochs!.Value).Select(g => (g.Key, g.Count())));
    }

    [Fact]
    public void Run_SettingsThatFail_AreRecorded()
    {
        RecommenderRecipe recipe = _ground.Recipe("itemKnnCbf");

        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => RecommenderTuner.Run(recipe, _ground["trials.jsonl"]));

        Assert.Contains("All 6 trials failed", e.Message, StringComparison.Ordinal);
        Assert.Equal(7, File.ReadAllLines(_ground["trials.jsonl"]).Length);
    }

    [Fact]
    public void Run_NothingToTune_SaysSo() =>
        Assert.Contains("nothing to tune", Assert.Throws<ArgumentException>(() => RecommenderTuner.Run(_ground.Recipe("topPopular"), null)).Message, StringComparison.Ordinal);

    private sealed class StopAfter(int trials, CancellationTokenSource stop) : ILaboratoryObserver
    {
        public void OnTrial(Trial trial, Trial? best)
        {
            if (trial.Number == trials) stop.Cancel();
        }
    }
}
