using System.Text.Json.Nodes;
using Winnow.Data;
using Winnow.Models;
using Winnow.Training.Laboratory;
using Winnow.Training.Tuning;

namespace Winnow.Training.Recipes;

/// <summary>Everything that decides what a recommender learns and how it is judged: data, split, model, training, evaluation, search, seed.</summary>
/// <remarks>Written as YAML; the same recipe, data and seed give the same model files on any number of threads.</remarks>
public sealed record RecommenderRecipe
{
    /// <summary>One sentence for people.</summary>
    public string Description { get; init; } = "";

    /// <summary>Where the interactions come from.</summary>
    public InteractionDataOptions Data { get; init; } = new();

    /// <summary>How they are cut; null: the data are a published split.</summary>
    public SplitRule? Split { get; init; }

    /// <summary>How the validation part is cut from the training part; null: by the same rule, or as fits the published split.</summary>
    public SplitRule? Validation { get; init; }

    /// <summary>The model.</summary>
    public RecommenderOptions Model { get; init; } = new TopPopularOptions();

    /// <summary>How the model is trained.</summary>
    public RecommenderTrainingOptions Training { get; init; } = new();

    /// <summary>How the model is judged.</summary>
    public TopNEvaluationOptions Evaluation { get; init; } = new();

    /// <summary>How its settings are searched for by <c>winnow tune</c>, and by which metric training stops.</summary>
    public SearchOptions Search { get; init; } = new();

    /// <summary>Seed of every random stream. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads that compute; 0: one for each core. Does not change the result, so it is not stored with the model. Default 0.</summary>
    public int Threads { get; init; }

    /// <summary>The words that name recommenders in recipes.</summary>
    public static IReadOnlyList<string> ModelNames => RecommenderModels.Names;

    /// <summary>Whether a recipe text is of a recommender: its model has the name of one.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="file">Name for messages.</param>
    /// <exception cref="InvalidYamlException">The text is not YAML.</exception>
    public static bool Recognises(string yaml, string file) =>
        YamlSection.Parse(yaml, file).OptionalSection("model", shorthand: "name")?.OptionalText("name") is { } name && RecommenderModels.Names.Contains(name);

    /// <summary>Reads a recipe file.</summary>
    /// <param name="path">The YAML file.</param>
    /// <param name="overrides">Values that replace those of the file: <c>model.topK=50</c>.</param>
    /// <exception cref="InvalidYamlException">The recipe is faulty; the message lists every fault with line and column.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static RecommenderRecipe Load(string path, params IEnumerable<string> overrides) => Parse(File.ReadAllText(path), path, overrides);

    /// <summary>Reads a recipe from text.</summary>
    /// <param name="yaml">The text; JSON is fine as well.</param>
    /// <param name="file">Name for messages.</param>
    /// <param name="overrides">Values that replace those of the text.</param>
    /// <exception cref="InvalidYamlException">The recipe is faulty; the message lists every fault with line and column.</exception>
    public static RecommenderRecipe Parse(string yaml, string file, params IEnumerable<string> overrides)
    {
        YamlSection root = YamlSection.Parse(yaml, file);
        foreach (string assignment in overrides) root.Override(assignment);
        RecommenderRecipe recipe = RecommenderRecipeSection.Root.ReadKeys(root, RecommenderRecipeSection.Root.Defaults);
        RecommenderRecipeRules.Check(recipe, root);
        if (!NamesAModel(yaml, file, overrides)) root.Fault("model", $"Key 'model.name' is missing; expected one of {string.Join(", ", ModelNames)}.");
        root.Finish();
        return recipe;
    }

    /// <summary>Asked of a reading of its own, because keys may be asked for once only.</summary>
    private static bool NamesAModel(string yaml, string file, IEnumerable<string> overrides)
    {
        YamlSection root = YamlSection.Parse(yaml, file);
        foreach (string assignment in overrides) root.Override(assignment);
        return root.OptionalSection("model", shorthand: "name")?.Has("name") == true;
    }

    /// <summary>The recipe as JSON with every default written out, which <see cref="Parse"/> reads back to the same recipe. Threads are left out.</summary>
    public JsonObject ToJson()
    {
        JsonObject json = RecommenderRecipeSection.Root.ToJson(this);
        json.Remove("threads");
        return json;
    }

    /// <summary>The recipe as YAML without what is default, which <see cref="Parse"/> reads back to the same recipe. Threads are left out.</summary>
    public string ToYaml() => RecipeYaml.Write(this);

    /// <summary>The word that names the model in recipes, such as <c>itemKnn</c>.</summary>
    public string ModelName => RecommenderModels.Section.NameOf(Model);

    /// <summary>The recipe with some settings of its model replaced.</summary>
    /// <param name="settings">New values by key, as a recipe would say them.</param>
    /// <exception cref="InvalidYamlException">A key is unknown or a value out of range.</exception>
    public RecommenderRecipe With(IReadOnlyDictionary<string, string> settings) => this with { Model = RecommenderModels.With(Model, settings) };

    /// <summary>What <c>winnow tune</c> varies: the space of the recipe, or that of the RecSys 2019 study for the model.</summary>
    /// <exception cref="NotSupportedException">Neither is there.</exception>
    public SearchSpace SearchSpace() => Search.Space.Count > 0 ? new SearchSpace(Search.Space.Values) : RecommenderModels.StudySpace(Model);

    /// <summary>Loads the interactions and cuts them, everything but the test part being for training.</summary>
    /// <param name="store">Where data sets of the catalogue lie; null: the usual places.</param>
    public InteractionSplit LoadSplit(DatasetStore? store = null) => RecommenderData.Load(Data, Split, Seed, store);

    /// <summary>Loads the interactions and cuts them with a validation part.</summary>
    /// <param name="store">Where data sets of the catalogue lie; null: the usual places.</param>
    public InteractionSplit LoadTuningSplit(DatasetStore? store = null) => RecommenderData.LoadForTuning(
        Data, Split, Validation, againstNegatives: Evaluation.Candidates == Winnow.Evaluation.CandidateSet.OfSplit, Seed, store);

    /// <summary>The split that <c>winnow train</c> fits and judges the model on.</summary>
    /// <param name="store">Where data sets of the catalogue lie; null: the usual places.</param>
    public InteractionSplit LoadFittedSplit(DatasetStore? store = null) => Training.Refit ? LoadSplit(store) : LoadTuningSplit(store);

    /// <summary>The JSON schema of recipes for recommenders, for completion in editors.</summary>
    public static string JsonSchema()
    {
        JsonObject schema = RecommenderRecipeSection.Root.Schema();
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "Winnow recipe of a recommender");
        return schema.ToJsonString(Recipe.Indented) + "\n";
    }
}
