using System.Text;
using System.Text.Json.Nodes;

namespace Winnow.Training.Recipes;

/// <summary>Writes recipes as people do: in YAML, without what is default.</summary>
internal static class RecipeYaml
{
    /// <summary>A recipe of a recommender; reading it gives the same recipe.</summary>
    public static string Write(RecommenderRecipe recipe)
    {
        JsonObject json = recipe.ToJson();
        JsonObject defaults = new RecommenderRecipe { Model = RecommenderModels.DefaultsOf(recipe.Model) }.ToJson();
        Prune(json, defaults);
        StringBuilder text = new("# yaml-language-server: $schema=recommender.schema.json\n");
        foreach ((string key, JsonNode? value) in json) text.Append($"{key}: {Flow(value)}\n");
        return text.ToString();
    }

    /// <summary>Takes away what is as in the defaults; the name of a model or rule says what the other keys mean, and stays.</summary>
    private static void Prune(JsonObject json, JsonObject defaults)
    {
        foreach (string key in json.Select(p => p.Key).ToArray())
        {
            if (key == "name") continue;
            if (json[key] is JsonObject inner && defaults[key] is JsonObject other && inner["name"]?.ToJsonString() == other["name"]?.ToJsonString())
            {
                Prune(inner, other);
                if (inner.Count == 0) json.Remove(key);
            }
            else if (JsonNode.DeepEquals(json[key], defaults[key])) json.Remove(key);
        }
    }

    private static string Flow(JsonNode? value) => value switch
    {
        null => "~",
        JsonObject map => map.Count == 0 ? "{}" : $"{{ {string.Join(", ", map.Select(p => $"{p.Key}: {Flow(p.Value)}"))} }}",
        JsonArray list => $"[{string.Join(", ", list.Select(Flow))}]",
        _ => value.ToJsonString(s_readable),
    };

    private static readonly System.Text.Json.JsonSerializerOptions s_readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
