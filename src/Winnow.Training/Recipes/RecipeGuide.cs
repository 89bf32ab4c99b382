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

    private static void AppendSection(StringBuilder text, string path, JsonObject section, string doc)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {(path.Length == 0 ? "Top" : path)}\n\n{doc}\n");
        List<(string Path, JsonObject Schema, string Doc)> inner = [];
        AppendKeys(text, path, section, inner);
        foreach ((string innerPath, JsonObject schema, string innerDoc) in inner)
        {
            if (schema["oneOf"] is JsonArray cases) AppendCases(text, innerPath, cases, innerDoc);
            else AppendSection(text, innerPath, schema, innerDoc);
        }
    }

    private static void AppendKeys(StringBuilder text, string path, JsonObject section, List<(string, JsonObject, string)> inner)
    {
        (string Name, JsonObject Schema)[] keys = [.. section["properties"]!.AsObject().Where(p => p.Key != "name" || path.Length == 0 || p.Value!["const"] is null)
            .Select(p => (p.Key, p.Value!.AsObject()))];
        if (keys.Length == 0) return;
        text.Append("\n| key | takes | default | meaning |\n|---|---|---|---|\n");
        foreach ((string name, JsonObject schema) in keys)
        {
            string full = path.Length == 0 ? name : $"{path}.{name}", doc = schema["description"]!.GetValue<string>();
            bool isSection = schema["properties"] is not null || schema["oneOf"] is not null;
            string standing = isSection ? "" : schema["default"]?.ToJsonString() ?? "–";
            text.Append(CultureInfo.InvariantCulture, $"| `{name}` | {(isSection ? "see below" : Takes(schema))} | {standing} | {doc} |\n");
            if (isSection) inner.Add((full, schema, doc));
        }
    }

    private static void AppendCases(StringBuilder text, string path, JsonArray cases, string doc)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {path}\n\n{doc} Its `name` decides which other keys there are.\n");
        List<(string, JsonObject, string)> inner = [];
        foreach (JsonNode? one in cases)
        {
            JsonObject schema = one!.AsObject();
            text.Append(CultureInfo.InvariantCulture, $"\n### {path}: {schema["properties"]!["name"]!["const"]!.GetValue<string>()}\n\n{schema["description"]!.GetValue<string>()}\n");
            AppendKeys(text, path, schema, inner);
        }

        foreach ((string innerPath, JsonObject schema, string innerDoc) in inner.DistinctBy(i => i.Item1)) AppendSection(text, innerPath, schema, innerDoc);
    }

    private static string Takes(JsonObject schema)
    {
        if (schema["enum"] is JsonArray words) return string.Join(", ", words.Select(w => $"`{w}`"));
        string type = schema["type"] is JsonArray ? "texts" : schema["type"]!.GetValue<string>() switch
        {
            "integer" => "whole number",
            "number" => "number",
            "boolean" => "true, false",
            "string" => "text",
            "array" => "whole numbers",
            _ => "mapping",
        };
        string least = schema["minimum"] is { } low ? $" ≥ {low}" : "", most = schema["maximum"] is { } high ? $" ≤ {high}" : "";
        return type + least + most;
    }
}
