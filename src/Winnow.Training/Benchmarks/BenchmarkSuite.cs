using Winnow.Data;

namespace Winnow.Training.Benchmarks;

/// <summary>Published results and what reproduces them: a YAML file beside the recipes.</summary>
/// <remarks>A suite of click models lists <c>cases</c>, each a recipe; a suite of recommenders lists <c>tables</c>, each a split and the settings
/// of its models.</remarks>
public sealed class BenchmarkSuite
{
    private BenchmarkSuite(YamlSection yaml, string recipeFolder)
    {
        (Name, Description, Source, Protocol) = (yaml.Text("name"), yaml.Text("description"), yaml.Text("source"), yaml.Text("protocol"));
        Tables = RecommenderTable.AllFrom(yaml);
        Cases = Tables.Count > 0 ? [.. Tables.SelectMany(t => t.Cases)] : [.. yaml.Sections("cases").Select(c => RankingCase.From(c, recipeFolder, Protocol))];
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

    /// <summary>The published tables of recommenders; none in a suite of click models.</summary>
    public IReadOnlyList<RecommenderTable> Tables { get; }

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

    /// <summary>Trains every case, several times where seeds matter, and puts the means beside the published figures.</summary>
    /// <param name="options">Seeds, choice of cases, eyes.</param>
    /// <param name="cancel">Stops between two steps.</param>
    /// <exception cref="ArgumentException">No case matches <see cref="BenchmarkOptions.Only"/>.</exception>
    /// <exception cref="DatasetUnavailableException">The data of every chosen case are missing; those of some are passed over, and told.</exception>
    public BenchmarkResult Run(BenchmarkOptions options, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Seeds, 1);
        BenchmarkCase[] chosen = [.. Cases.Where(c => c.Matches(options.Only))];
        if (chosen.Length == 0)
            throw new ArgumentException($"No case of suite {Name} has '{options.Only}' in its name. It has: {string.Join(", ", Cases.Select(c => c.Name))}.", nameof(options));
        using BenchmarkSession session = new(options);
        List<BenchmarkRow> rows = [];
        DatasetUnavailableException? missing = null;
        HashSet<string> tablesWithoutData = new(StringComparer.Ordinal);
        foreach (BenchmarkCase one in chosen.Where(c => !tablesWithoutData.Contains(c.Table)))
        {
            try
            {
                rows.AddRange(Measure(one, session, cancel));
            }
            catch (DatasetUnavailableException e) when (chosen.Any(c => c.Table != one.Table))
            {
                missing ??= e;
                tablesWithoutData.Add(one.Table);
                options.Observer?.OnMissingData(one.Table, e.Message);
            }
        }
        return rows.Count > 0 ? new BenchmarkResult(Name, LibraryVersion.Commit, rows) : throw missing!;
    }

    private static List<BenchmarkRow> Measure(BenchmarkCase one, BenchmarkSession session, CancellationToken cancel)
    {
        int runs = one.UsesSeed ? session.Options.Seeds : 1;
        List<CaseRun> results = [];
        for (int run = 0; run < runs; run++) results.Add(one.Run(run, runs, session, cancel));
        List<BenchmarkRow> rows = [];
        for (int i = 0; i < one.Published.Count; i++)
        {
            int at = i;
            double[] values = [.. results.Select(r => r.Measured[at])];
            BenchmarkRow row = new(one.Dataset, one.Model, results[0].Metrics[i], results[0].Protocol, one.Published[i].Value, values.Average(), Deviation(values), results.Average(r => r.Seconds))
            {
                Table = one.Table, Runs = runs, EvaluationSeconds = results.Average(r => r.EvaluationSeconds),
            };
            session.Options.Observer?.OnRow(row);
            rows.Add(row);
        }
        return rows;
    }

    private static double Deviation(double[] values)
    {
        if (values.Length < 2) return 0;
        double mean = values.Average();
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
    }
}
