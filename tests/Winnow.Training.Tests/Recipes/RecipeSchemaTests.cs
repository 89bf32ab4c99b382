using System.Text.Json.Nodes;
using Winnow.Training.Recipes;

namespace Winnow.Training.Tests.Recipes;

public sealed class RecipeSchemaTests
{
    /// <summary>After a change of keys: WINNOW_UPDATE=1 dotnet test tests/Winnow.Training.Tests --filter RecipeSchemaTests</summary>
    [Theory, InlineData("recipes/recipe.schema.json"), InlineData("docs/guide/recipe-keys.md")]
    public void CommittedFile_MadeFromTheKeys_IsCurrent(string file)
    {
        string path = Path.Combine(Repository.Root, file), current = file.EndsWith(".md", StringComparison.Ordinal) ? RecipeGuide.ToMarkdown() : Recipe.JsonSchema();
        if (Environment.GetEnvironmentVariable("WINNOW_UPDATE") == "1") File.WriteAllText(path, current);

        Assert.Equal(File.ReadAllText(path), current);
    }

    [Fact]
    public void JsonSchema_EveryKey_HasADescription() => AssertDescribed(JsonNode.Parse(Recipe.JsonSchema())!, "");

    public static TheoryData<string> Recipes =>
        [.. Directory.GetFiles(Path.Combine(Repository.Root, "recipes"), "*.yaml").Select(f => Path.GetFileName(f)!)];

    [Theory, MemberData(nameof(Recipes))]
    public void Load_RecipeThatShips_IsValidAndSaysWhatItIs(string name)
    {
        Recipe recipe = Recipe.Load(Path.Combine(Repository.Root, "recipes", name));

        Assert.NotEmpty(recipe.Description);
        recipe.Model.Validate();
    }

    private static void AssertDescribed(JsonNode node, string path)
    {
        if (node is not JsonObject schema) return;
        foreach ((string key, JsonNode? child) in schema["properties"]?.AsObject() ?? [])
        {
            JsonObject property = child!.AsObject();
            Assert.True(property.ContainsKey("description") || property.ContainsKey("const"), $"{path}.{key} has no description");
            AssertDescribed(property, $"{path}.{key}");
        }

        foreach (JsonNode? one in schema["oneOf"]?.AsArray() ?? []) AssertDescribed(one!, path);
    }
}
