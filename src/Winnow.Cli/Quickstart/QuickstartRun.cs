using Winnow.Cli.Terminal;
using Winnow.Data;
using Winnow.Data.Marketplace;
using Winnow.Evaluation;
using Winnow.Evaluation.Reports;
using Winnow.Training;
using Winnow.Training.Recipes;

namespace Winnow.Cli.Quickstart;

/// <summary>Trains LR, FM and DeepFM on the same rows and compares them.</summary>
/// <param name="data">The rows.</param>
/// <param name="directory">Where the model directories and the report go.</param>
/// <param name="overrides">Overrides of recipe keys from the command line.</param>
internal sealed class QuickstartRun(QuickstartData data, string directory, IReadOnlyList<string> overrides)
{
    private static readonly string[] s_names = ["LR", "FM", "DeepFM"];

    private readonly List<QuickstartModel> _models = [];
    private Recipe? _last;

    /// <summary>The trained models, in order.</summary>
    public IReadOnlyList<QuickstartModel> Models => _models;

    /// <summary>Metrics of the true probabilities on the test rows, where they are known.</summary>
    public PointwiseReport? Oracle { get; private set; }

    /// <summary>Path of the report.</summary>
    public string ReportFile => Path.Combine(directory, "report.html");

    /// <summary>Trains all models and writes the report.</summary>
    public void Run(string command, CancellationToken cancel)
    {
        foreach ((string name, string recipe) in s_names.Zip(data.Recipes)) _models.Add(Train(name, recipe, cancel));
        Oracle = data.TruthFile is { } file ? JudgeOracle(file) : null;
        HtmlReport.Write(ReportFile, Report(command));
    }

    private QuickstartModel Train(string name, string recipeName, CancellationToken cancel)
    {
        string recipeFile = RecipeFiles.Find(recipeName), model = Path.Combine(directory, name.ToLowerInvariant());
        _last = Recipe.Load(recipeFile, [.. data.Overrides, .. overrides]);
        TrainingView view = new(name);
        TrainingResult result = Trainer.Run(_last, new TrainerOptions { Output = model, Observer = view }, cancel);
        return new QuickstartModel(name, recipeFile, model, result, view.SamplesPerSecond);
    }

    /// <summary>Judges the true click probabilities against the clicks of the same file, users as groups.</summary>
    private static PointwiseReport JudgeOracle(string testFile)
    {
        float[] truth = MarketplaceLog.ReadTrueClickProbabilities(testFile);
        const string schema = """
            format: { kind: csv, header: true }
            group: user
            others: ignore
            columns: [{ name: user, kind: id, encoding: hash }, { name: click, kind: label }]
            """;
        FeatureSchema columns = FeatureSchema.FromYaml(schema, "oracle");
        RecordFile rows = RecordFile.Open(testFile, columns);
        FeaturePlan plan = FeaturePlan.Fit(rows, columns);
        using EncodedDataset encoded = EncodedDataset.Encode(rows, plan);
        using Batch all = new(plan.Layout);
        encoded.FillBatch([.. Enumerable.Range(0, encoded.Rows)], all);
        return PointwiseMetrics.Compute(truth, all.Labels, [], all.Groups);
    }

    private TrainingReport Report(string command) => new()
    {
        Title = $"Quickstart on {data.Name}",
        Subtitle = data.Explanation,
        Models = [.. _models.Select(m => m.ToReport())],
        Oracle = Oracle,
        Provenance = new Provenance
        {
            DataSet = data.Name,
            TestRows = _models[0].Result.Test?.Rows,
            ValidationRows = _models[0].Result.Validation?.Rows,
            Seed = _last!.Seed,
            Command = command,
            Recipes = [.. _models.Select(m => KeyValuePair.Create(m.Name, File.ReadAllText(m.RecipeFile)))],
        },
    };
}
