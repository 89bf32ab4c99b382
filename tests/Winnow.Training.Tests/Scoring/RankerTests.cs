using Winnow.Data;
using Winnow.Evaluation;
using Winnow.Models;
using Winnow.Numerics;
using Winnow.Training.Laboratory;
using Winnow.Training.ModelFiles;
using Winnow.Training.Progress;
using Winnow.Training.Recipes;
using Winnow.Training.Scoring;

namespace Winnow.Training.Tests.Scoring;

public sealed class RankerTests : IDisposable
{
    /// <summary>Two events of his have the same, latest time: one is the test event, in whose history the other is not.</summary>
    private const int TiedUser = 29;

    private readonly RankerGround _ground = new();

    public void Dispose() => _ground.Dispose();

    [Fact]
    public void Run_ExamplesOfALog_RanksBetterThanPopularity()
    {
        Trainer.Run(_ground.Recipe(), new TrainerOptions { Output = _ground["ranker"] });

        using WorkerTeam team = new(2);
        using TrainedModel model = ModelDirectory.Load(_ground["ranker"], team);
        TopNReport ranker = RankerJudge.Judge(model, new TopNOptions(), team);
        InteractionSplit split = ExampleData.LoadSplit(model.Info.Recipe).Refit();
        TopNReport popular = TopNEvaluator.EvaluateTest(RecommenderFit.Fit(new TopPopularOptions(), split.Train, new FitContext(team)), split, new TopNOptions(), team);

        Assert.Equal(popular.Protocol.Fingerprint, ranker.Protocol.Fingerprint);
        Assert.True(Ndcg(ranker) > 1.1 * Ndcg(popular), $"ranker {Ndcg(ranker)}, popular {Ndcg(popular)}");
    }

    [Fact]
    public void Run_CancelledThenStartedAgain_EndsWithTheBytesOfAnUninterruptedRun()
    {
        Recipe recipe = _ground.Recipe("training.epochs=3", "checkpoint.everySteps=5");
        Trainer.Run(recipe, new TrainerOptions { Output = _ground["whole"] });

        using CancellationTokenSource cancel = new();
        TrainerOptions options = new() { Output = _ground["resumed"], Checkpoints = _ground["checkpoints"], Observer = new Stopper(cancel, atStep: 9) };
        Assert.ThrowsAny<OperationCanceledException>(() => Trainer.Run(recipe, options, cancel.Token));
        Trainer.Run(recipe, options with { Observer = null });

        foreach (string file in Directory.GetFiles(_ground["whole"], "*", SearchOption.AllDirectories))
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(_ground["resumed"], Path.GetRelativePath(_ground["whole"], file))));
    }

    [Theory]
    [InlineData("dcnV2")]
    [InlineData("fm")]
    public unsafe void Score_WholeCatalogue_IsWhatTheRowsOfTheExamplesGet(string name)
    {
        Recipe recipe = _ground.Recipe("training.epochs=1") with { Model = name == "fm" ? new FactorizationMachineOptions { EmbeddingDim = 4 } : new DcnV2Options { EmbeddingDim = 4 } };
        Trainer.Run(recipe, new TrainerOptions { Output = _ground["ranker"] });
        using TrainedModel model = ModelDirectory.Load(_ground["ranker"], WorkerTeam.Single);
        InteractionSplit split = ExampleData.LoadSplit(recipe).Refit();
        using RankerScorer scorer = new(model, split.Train, ExampleData.LoadItems(recipe), ExampleData.LoadUsers(recipe));

        // In the examples of the test part, the history of a user's last event is all he took before: what the scorer knows as well.
        RankingExamples examples = ExampleData.Load(recipe);
        ScoredRows rows = model.Score(examples.Test);
        List<(string User, string Item)> pairs = Pairs(examples.Test);
        int users = split.Test.Users.Count;
        float[] scores = new float[users * scorer.Items];
        fixed (float* start = scores) scorer.Score(new UserBlock(split.Test, 0, users), new MatrixView(start, users, scorer.Items));

        Assert.Equal(rows.Scores.Length, pairs.Count);
        for (int row = 0; row < pairs.Count; row++)
        {
            Assert.True(split.Train.Users.TryFind(pairs[row].User, out int user) & split.Train.Items.TryFind(pairs[row].Item, out int item));
            if (user == TiedUser) continue;
            float logit = scores[split.Test.Users.ToList().IndexOf(user) * scorer.Items + item];
            Assert.Equal(rows.Scores[row], 1 / (1 + MathF.Exp(-logit)), 1e-6f);      // the batches differ, so sums may be taken in another order
        }
    }

    [Fact]
    public void Run_Distilled_OrdersAsTheTeacherDoes()
    {
        Trainer.Run(_ground.Recipe(), new TrainerOptions { Output = _ground["teacher"] });
        Recipe light = _ground.Recipe("training.epochs=12", $"data.interactions.distil.teacher={_ground["teacher"]}", "data.interactions.negatives=8") with
        {
            Model = new FactorizationMachineOptions { EmbeddingDim = 4 },
        };
        Trainer.Run(light, new TrainerOptions { Output = _ground["student"] });

        using WorkerTeam team = new(2);
        using TrainedModel teacher = ModelDirectory.Load(_ground["teacher"], team), student = ModelDirectory.Load(_ground["student"], team);
        RankAgreement agreement = RankAgreement.Measure(teacher, student, new RankAgreementOptions { Candidates = 40, TeacherTop = 5, StudentTop = 15 });

        Assert.True(agreement.Recall > 0.8, $"recall {agreement.Recall}, chance {15.0 / 40}");
        Assert.Equal(1, RankAgreement.Measure(teacher, teacher, new RankAgreementOptions { Candidates = 40, TeacherTop = 5, StudentTop = 5 }).Recall);
    }

    [Fact]
    public void Judge_ModelOfRows_SaysThatItHasNoLog()
    {
        using Playground rows = new();
        Trainer.Run(rows.Recipe("training.epochs=1"), new TrainerOptions { Output = rows["model"] });
        using TrainedModel model = ModelDirectory.Load(rows["model"], WorkerTeam.Single);

        Assert.Contains("data.interactions", Assert.Throws<ArgumentException>(() => RankerJudge.Judge(model, new TopNOptions(), WorkerTeam.Single)).Message);
    }

    [Fact]
    public void Recipe_ExamplesAndTeacher_ComeBackFromJson()
    {
        Recipe recipe = _ground.Recipe("data.interactions.distil.teacher=runs/ranker", "data.interactions.negativeSampling=popularity", "data.interactions.split.name=globalTime");

        Recipe back = Recipe.Parse(recipe.ToJson().ToJsonString(), "model.json");

        Assert.Equal(recipe.ToJson().ToJsonString(), back.ToJson().ToJsonString());
        Assert.Equal(("runs/ranker", NegativeSampling.Popularity), (back.Data.Interactions!.Distil!.Teacher, back.Data.Interactions.Examples.NegativeSampling));
        Assert.IsType<GlobalTime>(back.Data.Interactions.Split);
    }

    private static double Ndcg(TopNReport report) => report.Mean(TopNMetric.Ndcg, 10);

    private static List<(string User, string Item)> Pairs(ExampleSource source)
    {
        List<(string, string)> pairs = [];
        using RecordBlock block = new(source.Columns);
        using IRecordReader reader = source.Open();
        while (reader.Read(block))
        {
            reader.Parse(block);
            for (int row = 0; row < block.Rows; row++) pairs.Add((System.Text.Encoding.UTF8.GetString(block[row, 0]), System.Text.Encoding.UTF8.GetString(block[row, 1])));
        }
        return pairs;
    }

    private sealed class Stopper(CancellationTokenSource cancel, long atStep) : ITrainingObserver
    {
        public void OnCheckpoint(string directory, long step)
        {
            if (step >= atStep) cancel.Cancel();
        }
    }
}
