// Which recommender is best on my log? Reads interactions from a file, cuts the latest ones off, fits three models on the rest and tells
// which differences are more than luck. Run: dotnet run -c Release --project samples/02-compare-recommenders [-- FILE]
// FILE has the columns user, item, time and click; without one a small marketplace is simulated.
using Winnow.Data;
using Winnow.Data.Marketplace;
using Winnow.Evaluation;
using Winnow.Models;
using Winnow.Numerics;

string place = Directory.CreateTempSubdirectory("winnow-compare-").FullName;
try
{
    string file = args.Length > 0 ? args[0] : MarketplaceLog.Write(place, new MarketplaceOptions { Users = 2_000, Items = 500, Impressions = 100_000 }).Training.File;
    Interactions log = InteractionsFile.Read(file, new InteractionFormat { Value = "click", Time = "time" });
    FilteredInteractions clicks = InteractionFilter.Apply(log, new MinimumValue(1), new OnePerPair(), new KCore(3));
    Console.WriteLine(clicks);

    InteractionSplit split = new GlobalTime(0.2) { Validation = false }.Split(clicks.Log, seed: 1);
    using WorkerTeam team = new(Environment.ProcessorCount);
    TopNComparison comparison = TopNComparison.Of(
    [
        Judge("most popular", new TopPopularOptions(), split, team),
        Judge("item neighbours", new ItemKnnOptions { TopK = 100, Shrink = 10 }, split, team),
        Judge("EASE^R", new EaseROptions { L2 = 100 }, split, team),
    ]);

    Console.WriteLine(comparison.Protocol);
    for (int model = 0; model < comparison.Models.Count; model++)
    {
        ComparisonCell ndcg = comparison[model, 0];
        Console.WriteLine($"{comparison.Models[model].Name,-16} {comparison.Title(0)} {ndcg.Value:0.0000} "
            + $"({ndcg.Interval.Low:0.0000} – {ndcg.Interval.High:0.0000}) {ndcg.Mark(0.05)}");
    }
    Console.WriteLine($"▼: significantly below {comparison.Models[comparison.ReferenceIndex].Name}, corrected for trying several.");
}
finally
{
    Directory.Delete(place, recursive: true);
}

static ComparedModel Judge(string name, RecommenderOptions options, InteractionSplit split, WorkerTeam team)
{
    ITopNRecommender model = options.Create();
    model.Fit(split.Train, new FitContext(team));
    return new ComparedModel(name, TopNEvaluator.EvaluateTest(model, split, new TopNOptions(), team));
}
