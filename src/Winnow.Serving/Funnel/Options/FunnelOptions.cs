using System.Text.Json;
using System.Text.Json.Nodes;
using Winnow.Data;
using Winnow.Training.Recipes;

namespace Winnow.Serving;

/// <summary>Everything that decides what a funnel does: the catalogue, recall, the models that rank, the order of the page, the rules, the time there is.</summary>
/// <remarks>Written as YAML, <c>funnel.yaml</c>; see docs/guide/funnel.md. Paths are relative to the working directory.</remarks>
public sealed record FunnelOptions
{
    /// <summary>One sentence for people.</summary>
    public string Description { get; init; } = "";

    /// <summary>The items, the users and what they did.</summary>
    public CatalogueOptions Catalogue { get; init; } = new();

    /// <summary>How candidates are found.</summary>
    public RecallOptions Recall { get; init; } = new();

    /// <summary>The model that scores candidates cheaply; null: all of them go to the ranker.</summary>
    public ScoreStageOptions? PreRank { get; init; }

    /// <summary>The model that scores the best of them; null: the order of the stage before is kept.</summary>
    public ScoreStageOptions? Rank { get; init; }

    /// <summary>How the page is chosen and ordered; null: by score.</summary>
    public ReRankOptions? ReRank { get; init; }

    /// <summary>The rules of the business.</summary>
    public IReadOnlyList<RuleOptions> Rules { get; init; } = [];

    /// <summary>What time there is.</summary>
    public BudgetOptions Budgets { get; init; } = new();

    /// <summary>Reads a file.</summary>
    /// <param name="path">The YAML file.</param>
    /// <param name="overrides">Values that replace those of the file: <c>rank.keep=50</c>.</param>
    /// <exception cref="InvalidYamlException">The file is faulty; the message lists every fault with line and column.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static FunnelOptions Load(string path, params IEnumerable<string> overrides) => Parse(File.ReadAllText(path), path, overrides);

    /// <summary>Reads a text.</summary>
    /// <param name="yaml">The text; JSON is fine as well.</param>
    /// <param name="file">Name for messages.</param>
    /// <param name="overrides">Values that replace those of the text.</param>
    /// <exception cref="InvalidYamlException">The text is faulty; the message lists every fault with line and column.</exception>
    public static FunnelOptions Parse(string yaml, string file, params IEnumerable<string> overrides)
    {
        ArgumentNullException.ThrowIfNull(overrides);
        YamlSection root = YamlSection.Parse(yaml, file);
        foreach (string assignment in overrides) root.Override(assignment);
        FunnelOptions options = FunnelSection.Root.ReadKeys(root, FunnelSection.Root.Defaults);
        FunnelOptionRules.Check(options, root);
        root.Finish();
        return options;
    }

    /// <summary>The options as JSON with every default written out, which <see cref="Parse"/> reads back to the same options.</summary>
    public JsonObject ToJson()
    {
        JsonObject json = FunnelSection.Root.ToJson(this);
        foreach (string absent in json.Where(p => p.Value is null).Select(p => p.Key).ToArray()) json.Remove(absent);
        return json;
    }

    /// <summary>The JSON schema of funnel files, for completion in editors.</summary>
    public static string JsonSchema()
    {
        JsonObject schema = FunnelSection.Root.Schema();
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "Winnow funnel");
        return schema.ToJsonString(s_indented) + "\n";
    }

    /// <summary>The reference of the keys as Markdown, made from the same definitions that read files.</summary>
    public static string KeysToMarkdown() => RecipeGuide.ToMarkdown(
        "# Funnel keys\n\nGenerated from the definitions that read funnel files; what they are for is told in [funnel.md](funnel.md). Values may be overridden on the command line: "
        + "`--set rank.keep=50`. `recipes/funnel.schema.json` gives completion in editors. Times have a unit: `5ms`, `1.5s`, `2min`, `1h`.\n",
        FunnelSection.Root.Schema(), "The top of a funnel file.");

    private static readonly JsonSerializerOptions s_indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
