using Winnow.Data;

namespace Winnow.Serving.Benchmarks;

/// <summary>A funnel that is judged beside its own ranker.</summary>
/// <param name="Funnel">Name of the funnel file, which stands in the folder <c>funnels</c> beside the recipes.</param>
/// <param name="Dataset">Data set and cut, in words.</param>
/// <param name="Recipes">What trains the models of the funnel, in order: a teacher before its student.</param>
/// <param name="LeastShare">Share of the ranker's NDCG@10 that the funnel has to keep.</param>
public sealed record FunnelCase(string Funnel, string Dataset, IReadOnlyList<FunnelRecipe> Recipes, double LeastShare)
{
    internal static FunnelCase From(YamlSection yaml) => new(
        yaml.Text("funnel"), yaml.Text("dataset"), [.. yaml.Sections("recipes").Select(FunnelRecipe.From)], yaml.Number("leastShare", 0.97, 0, 1));
}

/// <summary>A recipe of a model of a funnel; it is trained into <c>runs/NAME</c> unless that is there.</summary>
/// <param name="Name">Name of the recipe.</param>
/// <param name="Settings">Values that replace those of the recipe: <c>data.repeats=first</c>.</param>
public sealed record FunnelRecipe(string Name, IReadOnlyList<string> Settings)
{
    internal static FunnelRecipe From(YamlSection yaml) => new(yaml.Text("name"), yaml.Texts("set") ?? []);
}
