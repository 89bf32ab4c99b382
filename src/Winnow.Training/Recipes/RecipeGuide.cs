using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Winnow.Training.Recipes;

/// <summary>The reference of recipe keys as Markdown, made from the same definitions that read recipes.</summary>
public static class RecipeGuide
{
    /// <summary>One table a section: key, what it takes, default, meaning.</summary>
    public static string ToMarkdown()
    {
        StringBuilder text = new("# Recipe keys\n\nGenerated from the definitions that read recipes. Values may be overridden on the command line: "
            + "`--set training.batchSize=1024`. `recipes/recipe.schema.json` gives completion in editors.\n");
        AppendSection(text, "", RecipeSection.Root.Schema(), "The top of a recipe.");
        return text.ToString();
    }

    /// <summary>The same for recipes of recommenders.</summary>
    public static string RecommendersToMarkdown()
    {
        StringBuilder text = new("# Recipe keys of recommenders\n\nGenerated from the definitions that read recipes. Values may be overridden on the command line: "
            + "`--set model.topK=50`. `recipes/recommender.schema.json` gives completion in editors. Under `search.space` stand keys of the model, each with "
            + "`{ from, to, scale: linear | log }` or a list of choices.\n");
        AppendSection(text, "", RecommenderRecipeSection.Root.Schema(), "The top of a recipe.");
        return text.ToString();
    }

    /// <summary>The same for other files whose keys are defined like those of recipes.</summary>
    /// <param name="introduction">What stands before the tables: title and a paragraph.</param>
    /// <param name="schema">The schema of the top of the file.</param>
    /// <param name="doc">What the top is.</param>
    internal static string ToMarkdown(string introduction, JsonObject schema, string doc)
    {
        StringBuilder text = new(introduction);
        AppendSection(text, "", schema, doc);
        return text.ToString();
    }

    private static void AppendSection(StringBuilder text, string path, JsonObject section, string doc)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {(path.Length == 0 ? "Top" : path)}\n\n{doc}\n");
        List<(string Path, JsonObject Schema, string Doc)> inner = [];
        AppendKeys(text, path, section, inner);
        foreach ((string innerPath, JsonObject schema, string innerDoc) in inner)
        {
            if (CasesOf(schema) is { } cases) AppendCases(text, innerPath, cases, innerDoc);
            else AppendSection(text, innerPath, schema, innerDoc);
        }
    }

    private static void AppendKeys(StringBuilder text, string path, JsonObject section, List<(string, JsonObject, string)> inner)
    {
        (string Name, JsonObject Schema)[] keys = [.. section["properties"]!.AsObject().Where(p => p.Value!["const"] is null)
            .Select(p => (p.Key, p.Value!.AsObject()))];
        if (keys.Length == 0) return;
        text.Append("\n| key | takes | default | meaning |\n|---|---|---|---|\n");
        foreach ((string name, JsonObject schema) in keys)
        {
            string full = path.Length == 0 ? name : $"{path}.{name}", doc = schema["description"]!.GetValue<string>();
            bool isSection = schema["properties"] is not null || CasesOf(schema) is not null;
            string standing = isSection ? "" : schema["default"]?.ToJsonString() ?? "–";
            text.Append(CultureInfo.InvariantCulture, $"| `{name}` | {(schema["items"]?["oneOf"] is not null ? "list, see below" : isSection ? "see below" : Takes(schema))} | {standing} | {doc} |\n");
            if (isSection) inner.Add((full, schema, doc));
        }
    }

    private static void AppendCases(StringBuilder text, string path, JsonArray cases, string doc)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {path}\n\n{doc} Its `{WordOf(cases[0]!)}` decides which other keys there are.\n");
        List<(string, JsonObject, string)> inner = [];
        foreach (JsonNode? one in cases)
        {
            JsonObject schema = one!.AsObject();
            text.Append(CultureInfo.InvariantCulture, $"\n### {path}: {schema["properties"]![WordOf(schema)]!["const"]!.GetValue<string>()}\n\n{schema["description"]!.GetValue<string>()}\n");
            AppendKeys(text, path, schema, inner);
        }

        foreach ((string innerPath, JsonObject schema, string innerDoc) in inner.DistinctBy(i => i.Item1)) AppendSection(text, innerPath, schema, innerDoc);
    }

    /// <summary>The cases of a variant, or of the entries of a list; null if it is neither.</summary>
    private static JsonArray? CasesOf(JsonObject schema) => (schema["oneOf"] ?? schema["items"]?["oneOf"]) as JsonArray;

    /// <summary>The key that tells the cases apart.</summary>
    private static string WordOf(JsonNode oneCase) => oneCase["properties"]!.AsObject().First(p => p.Value!["const"] is not null).Key;

    private static string Takes(JsonObject schema)
    {
        if (schema["enum"] is JsonArray words) return string.Join(", ", words.Select(w => $"`{w}`"));
        string type = schema["type"] is JsonArray ? "texts" : schema["type"]!.GetValue<string>() switch
        {
            "integer" => "whole number",
            "number" => "number",
            "boolean" => "true, false",
            "string" => "text",
            "array" => schema["items"]?["type"]?.GetValue<string>() == "integer" ? "whole numbers" : "list",
            _ => "mapping",
        };
        string least = schema["minimum"] is { } low ? $" ≥ {low}" : "", most = schema["maximum"] is { } high ? $" ≤ {high}" : "";
        return type + least + most;
    }
}
