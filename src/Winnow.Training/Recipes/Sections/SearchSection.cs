using Winnow.Models;

namespace Winnow.Training.Recipes;

/// <summary>Keys of <see cref="SearchOptions"/>.</summary>
internal static class SearchSection
{
    /// <summary>The keys; those under space are the keys of the model.</summary>
    public static SectionKind<SearchOptions> Of(RecommenderOptions model) => new SectionKind<SearchOptions>(new())
        .Key("method", Kind.Choice<SearchMethod>(), o => o.Method, (o, v) => o with { Method = v },
            "How the next settings are chosen: by a Gaussian process, or successive halving for models that learn in passes.")
        .Key("metric", Kind.RankMetric, o => o.Metric, (o, v) => o with { Metric = v }, "Validation metric and cut-off that is to be high.")
        .Key("cases", Kind.Whole(1), o => o.Cases, (o, v) => o with { Cases = v }, "Settings tried in all.")
        .Key("random", Kind.Whole(1), o => o.Random, (o, v) => o with { Random = v }, "Settings of these drawn at random.")
        .Key("space", new SearchSpaceKind(RecommenderModels.KeysOf(model)), o => o.Space, (o, v) => o with { Space = v },
            "Keys of the model with a range (from, to, scale) or a list of choices; empty: what the RecSys 2019 study searches for the model.");
}
