using System.Text.Json.Nodes;
using Winnow.Training.Recipes;

namespace Winnow.Training.Tests.Recipes;

public sealed class RecipeSchemaTests
{
    /// <summary>After a change of keys: WINNOW_UPDATE=1 dotnet test tests/Winnow.Training.Tests --filter RecipeSchemaTests</summary>
    [Theory]
    [InlineData("recipes/recipe.schema.json")]
    [InlineData("docs/guide/recipe-keys.md")]
    [InlineData("recipes/recommender.schema.json")]
    [InlineData("docs/guide/recommender-keys.md")]
    public void CommittedFile_MadeFromTheKeys_IsCurrent(string file)
    {
        string path = Path.Combine(Repository.Root, file), current = Current(file);
        if (Environment.GetEnvironmentVariable("WINNOW_UPDATE") == "1") File.WriteAllText(path, current);

        Assert.Equal(File.ReadAllText(path), current);
    }

    [Fact]
    public void JsonSchema_EveryKey_HasADescription()
    {
        AssertDescribed(JsonNode.Parse(Recipe.JsonSchema())!, "");
        AssertDescribed(JsonNode.Parse(RecommenderRecipe.JsonSchema())!, "");
    }

    public static TheoryData<string> Recipes =>
        [.. Directory.GetFiles(Path.Combine(Repository.Root, "recipes"), "*.yaml").Select(f => Path.GetFileName(f)!)];

    [Theory, MemberData(nameof(Recipes))]
    public void Load_RecipeThatShips_IsValidAndSaysWhatItIs(string name)
    {
        string path = Path.Combine(Repository.Root, "recipes", name);
        if (RecommenderRecipe.Recognises(File.ReadAllText(path), path))
        {
            RecommenderRecipe recommender = RecommenderRecipe.Load(path);
            Assert.NotEmpty(recommender.Description);
            recommender.Model.Validate();
            return;
        }
        Recipe recipe = Recipe.Load(path);

        Assert.NotEmpty(recipe.Description);
        recipe.Model.Validate();
    }

    private static string Current(string file) => Path.GetFileName(file) switch
    {
        "recipe.schema.json" => Recipe.JsonSchema(),
        "recipe-keys.md" => RecipeGuide.ToMarkdown(),
        "recommender.schema.json" => RecommenderRecipe.JsonSchema(),
        _ => RecipeGuide.RecommendersToMarkdown(),
    };

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
