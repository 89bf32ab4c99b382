using Winnow.Data;
using Winnow.Training.Recipes;

namespace Winnow.Training.Benchmarks;

/// <summary>Published results and the recipes that reproduce them: a YAML file beside the recipes.</summary>
public sealed class BenchmarkSuite
{
    private readonly string _recipeFolder;

    private BenchmarkSuite(YamlSection yaml, string recipeFolder)
    {
        _recipeFolder = recipeFolder;
        (Name, Description, Source, Protocol) = (yaml.Text("name"), yaml.Text("description"), yaml.Text("source"), yaml.Text("protocol"));
        Cases = [.. yaml.Sections("cases").Select(CaseFrom)];
        if (Cases.Count == 0) yaml.Fault("cases", "Key 'cases' is empty; expected at least one published result.");
    }

    /// <summary>Name of the suite.</summary>
    public string Name { get; }

    /// <summary>What it is about, one line.</summary>
    public string Description { get; }

    /// <summary>Where the published figures were read.</summary>
    public string Source { get; }

    /// <summary>How both the published figures and ours are measured.</summary>
    public string Protocol { get; }

    /// <summary>The published results.</summary>
    public IReadOnlyList<BenchmarkCase> Cases { get; }

    /// <summary>Reads a suite.</summary>
    /// <param name="path">The YAML file, in the folder <c>suites</c> inside the folder of its recipes.</param>
    /// <exception cref="InvalidYamlException">The file is faulty; the message lists every fault.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static BenchmarkSuite Load(string path)
    {
        YamlSection yaml = YamlSection.Open(path);
        string folder = Path.GetDirectoryName(Path.GetDirectoryName(Path.GetFullPath(path)))!;
        BenchmarkSuite suite = new(yaml, folder);
        yaml.Finish();
        return suite;
    }

    /// <summary>Trains every case with several seeds and puts the means beside the published figures.</summary>
    /// <param name="options">Seeds, choice of cases, eyes.</param>
    /// <param name="cancel">Stops between two steps.</param>
    /// <exception cref="ArgumentException">No case matches <see cref="BenchmarkOptions.Only"/>.</exception>
    public BenchmarkResult Run(BenchmarkOptions options, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Seeds, 1);
        BenchmarkCase[] chosen = [.. Cases.Where(c => Matches(c, options.Only))];
        if (chosen.Length == 0)
            throw new ArgumentException($"No case of suite {Name} has '{options.Only}' in its name. It has: {string.Join(", ", Cases.Select(c => c.Recipe))}.", nameof(options));
        return new BenchmarkResult(Name, LibraryVersion.Commit, [.. chosen.SelectMany(c => Measure(c, options, cancel))]);
    }

    private static bool Matches(BenchmarkCase one, string only) =>
        one.Recipe.Contains(only, StringComparison.OrdinalIgnoreCase) || one.Model.Contains(only, StringComparison.OrdinalIgnoreCase);

    private static BenchmarkCase CaseFrom(YamlSection yaml) => new(
        yaml.Text("recipe"), yaml.Text("dataset"), yaml.Text("model"), yaml.Number("auc", double.NaN, 0, 1), yaml.Number("logLoss", double.NaN, 0));

    private IEnumerable<BenchmarkRow> Measure(BenchmarkCase one, BenchmarkOptions options, CancellationToken cancel)
    {
        List<TrainingResult> results = [];
        for (int run = 0; run < options.Seeds; run++)
        {
            Recipe recipe = RecipeOf(one, options);
            recipe = recipe with { Seed = recipe.Seed + (ulong)run };
            TrainerOptions trainer = new() { Observer = options.Observer?.OnRun(one, run + 1, options.Seeds), Time = options.Time, Store = options.Store };
            results.Add(Trainer.Run(recipe, trainer, cancel));
        }

        double seconds = results.Average(r => r.Elapsed.TotalSeconds);
        foreach (BenchmarkRow row in (BenchmarkRow[])[RowOf("auc", one.Auc, r => r.Test!.Auc), RowOf("logLoss", one.LogLoss, r => r.Test!.LogLoss)])
        {
            options.Observer?.OnRow(row);
            yield return row;
        }

        BenchmarkRow RowOf(string metric, double published, Func<TrainingResult, double> measure)
        {
            double[] values = [.. results.Select(measure)];
            return new BenchmarkRow(one.Dataset, one.Model, metric, Protocol, published, values.Average(), Deviation(values), seconds);
        }
    }

    /// <summary>The recipe without what a benchmark does not need: intervals and importances take longer than some trainings.</summary>
    private Recipe RecipeOf(BenchmarkCase one, BenchmarkOptions options) => Recipe.Load(
        Path.Combine(_recipeFolder, one.Recipe + ".yaml"),
        ["evaluation.bootstrapRounds=0", "evaluation.featureImportance=false", .. options.Overrides]);

    private static double Deviation(double[] values)
    {
        if (values.Length < 2) return 0;
        double mean = values.Average();
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
    }
}
