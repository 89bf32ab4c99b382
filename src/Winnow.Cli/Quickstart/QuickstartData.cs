using Winnow.Data;
using Winnow.Data.Marketplace;

namespace Winnow.Cli.Quickstart;

/// <summary>The rows a quickstart learns from, and how it came to them.</summary>
/// <param name="Name">What to call the data.</param>
/// <param name="Explanation">A plain sentence for the user: which data, and why these.</param>
/// <param name="Recipes">Recipes of LR, FM and DeepFM, in this order.</param>
/// <param name="Overrides">Overrides that point the recipes at the rows; empty if they do already.</param>
/// <param name="TruthFile">Test file with the true click probabilities, if they are known.</param>
internal sealed record QuickstartData(
    string Name, string Explanation, IReadOnlyList<string> Recipes, IReadOnlyList<string> Overrides, string? TruthFile = null)
{
    private const string RealData = "frappe";

    private static readonly string[] s_realRecipes = ["frappe-lr", "frappe-fm", "frappe-deepfm-short"];
    private static readonly string[] s_generalRecipes = ["marketplace-lr", "marketplace-fm", "marketplace-deepfm"];

    /// <summary>Chooses: what the user names, else a real data set that is at hand, else a simulated marketplace.</summary>
    /// <param name="asked">Name of a data set of the catalogue or a file; null: the user did not say.</param>
    /// <param name="directory">Where a simulated log or an inferred schema may be written.</param>
    /// <param name="seed">Seed of the simulation.</param>
    /// <param name="cancel">Stops the simulation.</param>
    /// <exception cref="FileNotFoundException"><paramref name="asked"/> is neither a data set nor a file.</exception>
    public static QuickstartData Choose(string? asked, string directory, ulong seed, CancellationToken cancel)
    {
        if (asked is null) return IsAtHand(RealData) ? OfCatalogue(RealData, "it is at hand") : Simulated(directory, seed, cancel);
        if (Catalogue.All.Any(d => d.Name == asked)) return OfCatalogue(asked, "--data names it");
        if (File.Exists(asked)) return OfFile(asked, directory);
        throw new FileNotFoundException(
            $"--data {asked} is neither a file nor a data set of the catalogue ({string.Join(", ", Catalogue.All.Select(d => d.Name))}).", asked);
    }

    /// <summary>Whether all files of a data set are on this machine.</summary>
    public static bool IsAtHand(string name)
    {
        DatasetStore store = new();
        Dataset dataset = Catalogue.Get(name);
        return dataset.Splits.SelectMany(s => s.Files).All(f => store.Find(dataset, f) is not null);
    }

    /// <summary>Where the log of a simulated marketplace lies.</summary>
    public static string MarketplaceFolder(string directory) => Path.Combine(directory, "marketplace");

    /// <summary>A path as a YAML scalar in single quotes.</summary>
    public static string Quoted(string path) => $"'{path.Replace("'", "''", StringComparison.Ordinal)}'";

    private static QuickstartData OfCatalogue(string name, string reason)
    {
        Dataset dataset = Catalogue.Get(name);
        string explanation = $"Real data: {dataset.Title} ({reason}). Source: {dataset.Source}. Terms: {dataset.Terms}";
        return name == RealData
            ? new QuickstartData(name, explanation, s_realRecipes, [])
            : new QuickstartData(name, explanation, s_generalRecipes, [$"data={{ name: {name} }}"]);
    }

    private static QuickstartData OfFile(string file, string directory)
    {
        DataProfile profile = DataProfile.Of(RecordFile.Open(file));
        if (profile.Label is null)
            throw new InvalidDataException($"No column of {file} looks like a label of 0 and 1. Write a schema (`winnow data describe {file} --label COLUMN`) and a recipe, then `winnow train RECIPE`.");
        string schema = Path.Combine(directory, "schema.yaml");
        Directory.CreateDirectory(directory);
        File.WriteAllText(schema, profile.Schema.ToYaml());
        string order = profile.Schema.Columns.Any(c => c.Kind == ColumnKind.Time) ? "time" : "random";
        return new QuickstartData(
            Path.GetFileName(file),
            $"Your file {file}, with the columns inferred: look at {schema} and correct it where it is wrong. Validation and test rows are held out by {order}.",
            s_generalRecipes,
            [$"data={{ train: [{Quoted(file)}], schemaFile: {Quoted(schema)} }}", $"split={{ order: {order}, validation: 0.1, test: 0.1 }}"]);
    }

    private static QuickstartData Simulated(string directory, ulong seed, CancellationToken cancel)
    {
        string folder = MarketplaceFolder(directory);
        MarketplaceSummary log = MarketplaceLog.Write(folder, new MarketplaceOptions { Seed = seed }, progress: null, cancel);
        return new QuickstartData(
            "simulated marketplace",
            $"No real data set is at hand (${DatasetStore.Variable} leads to none, and --data was not given), so a marketplace was simulated into {folder}. "
            + "Its true click probabilities are known: the row 'oracle' is the best any model can do.",
            s_generalRecipes,
            [$"data={{ train: [{Quoted(log.Training.File)}], validation: [{Quoted(log.Validation.File)}], test: [{Quoted(log.Test.File)}], schemaFile: {Quoted(log.SchemaFile)} }}"],
            log.Test.File);
    }
}
