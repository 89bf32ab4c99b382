// How do I train a model of my own? Writes a small simulated click log, trains the model of GatedDeepFm.cs on it beside a plain
// factorisation machine, saves it, loads it again and scores the test rows. Run: dotnet run -c Release --project samples/01-own-model
using Winnow.Data;
using Winnow.Data.Marketplace;
using Winnow.Models;
using Winnow.Numerics;
using Winnow.Training;
using Winnow.Training.ModelFiles;
using Winnow.Training.Recipes;

string place = Directory.CreateTempSubdirectory("winnow-own-model-").FullName;
try
{
    MarketplaceSummary log = MarketplaceLog.Write(place, new MarketplaceOptions { Users = 2_000, Items = 500, Impressions = 100_000 });
    Recipe recipe = new()
    {
        Data = new DataOptions
        {
            Train = [log.Training.File], Validation = [log.Validation.File], Test = [log.Test.File], SchemaFile = log.SchemaFile,
        },
        Training = new TrainingOptions { Epochs = 4, BatchSize = 1024 },
        Evaluation = new EvaluationOptions { FeatureImportance = false, BootstrapRounds = 0 },
    };

    Train("factorisation machine", recipe with { Model = new FactorizationMachineOptions { EmbeddingDim = 8 } }, output: null);
    GatedDeepFmOptions mine = new();
    string model = Path.Combine(place, "model");
    Train("gated DeepFM", recipe with { Model = mine }, model);

    using WorkerTeam team = new(1);
    using TrainedModel loaded = ModelDirectory.Load(model, team, mine);
    Console.WriteLine($"loaded and scored again: test AUC {loaded.Score(RecordFile.Open(log.Test.File, loaded.Plan.Schema)).Judge().Auc:0.0000}");
}
finally
{
    Directory.Delete(place, recursive: true);
}

static void Train(string name, Recipe recipe, string? output)
{
    TrainingResult result = Trainer.Run(recipe, new TrainerOptions { Output = output });
    Console.WriteLine($"{name}: test AUC {result.Test!.Auc:0.0000}, log loss {result.Test.LogLoss:0.0000} after {result.BestStep} steps");
}
