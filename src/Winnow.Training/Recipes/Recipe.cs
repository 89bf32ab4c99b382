using System.Text.Json;
using System.Text.Json.Nodes;
using Winnow.Data;
using Winnow.Models;

namespace Winnow.Training.Recipes;

/// <summary>Everything that decides what a training run gives: data, split, model, training, evaluation and seed.</summary>
/// <remarks>Written as YAML; the same recipe, data and seed give the same model files on any number of threads.</remarks>
public sealed record Recipe
{
    /// <summary>One sentence for people.</summary>
    public string Description { get; init; } = "";

    /// <summary>Where the rows come from.</summary>
    public DataOptions Data { get; init; } = new();

    /// <summary>How rows are held out when the data bring no split.</summary>
    public HoldOut Split { get; init; } = new();

    /// <summary>The model.</summary>
    public RankingModelOptions Model { get; init; } = new DeepFmOptions();

    /// <summary>How the model is trained.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>How the model is judged.</summary>
    public EvaluationOptions Evaluation { get; init; } = new();

    /// <summary>When the state of training is saved.</summary>
    public CheckpointOptions Checkpoint { get; init; } = new();

    /// <summary>Seed of every random stream. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads that compute; 0: one for each core. Does not change the result, so it is not stored with the model. Default 0.</summary>
    public int Threads { get; init; }

    /// <summary>Reads a recipe file.</summary>
    /// <param name="path">The YAML file.</param>
    /// <param name="overrides">Values that replace those of the file: <c>training.batchSize=1024</c>.</param>
    /// <exception cref="InvalidYamlException">The recipe is faulty; the message lists every fault with line and column.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Recipe Load(string path, params IEnumerable<string> overrides) => Parse(File.ReadAllText(path), path, overrides);

    /// <summary>Reads a recipe from text.</summary>
    /// <param name="yaml">The text; JSON is fine as well.</param>
    /// <param name="file">Name for messages.</param>
    /// <param name="overrides">Values that replace those of the text.</param>
    /// <exception cref="InvalidYamlException">The recipe is faulty; the message lists every fault with line and column.</exception>
    public static Recipe Parse(string yaml, string file, params IEnumerable<string> overrides)
    {
        YamlSection root = YamlSection.Parse(yaml, file);
        foreach (string assignment in overrides) root.Override(assignment);
        Recipe recipe = RecipeSection.Root.ReadKeys(root, RecipeSection.Root.Defaults);
        RecipeRules.Check(recipe, root);
        root.Finish();
        return recipe;
    }

    /// <summary>The recipe as JSON with every default written out, which <see cref="Parse"/> reads back to the same recipe. Threads are left out.</summary>
    public JsonObject ToJson()
    {
        JsonObject json = RecipeSection.Root.ToJson(this);
        json.Remove("threads");
        return json;
    }

    /// <summary>The word that names the model in recipes, such as <c>deepFm</c>.</summary>
    public string ModelName => ModelSection.Model.NameOf(Model);

    /// <summary>The JSON schema of recipes, for completion in editors.</summary>
    public static string JsonSchema()
    {
        JsonObject schema = RecipeSection.Root.Schema();
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "Winnow recipe");
        return schema.ToJsonString(Indented) + "\n";
    }

    internal static JsonSerializerOptions Indented { get; } = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
