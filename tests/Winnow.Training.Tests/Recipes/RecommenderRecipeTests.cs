using Winnow.Data;
using Winnow.Evaluation;
using Winnow.Models;
using Winnow.Training.Recipes;
using Winnow.Training.Tuning;

namespace Winnow.Training.Tests.Recipes;

public sealed class RecommenderRecipeTests
{
    private const string Small = "data: { split: ncf-ml-1m }\nmodel: { name: itemKnn }";

    [Fact]
    public void Parse_FewKeys_LeavesDefaultsElsewhere()
    {
        RecommenderRecipe recipe = RecommenderRecipe.Parse(
            "data: { files: a.csv, time: at }\nsplit: { name: globalTime, share: 0.1 }\nmodel: { name: rp3Beta, beta: 0.4 }\nsearch: { metric: recall@20 }", "r.yaml");

        Assert.Equal(new GlobalTime(0.1), recipe.Split);
        Assert.Equal(new Rp3BetaOptions { Beta = 0.4f }, recipe.Model);
        Assert.Equal((35, 5, TopNMetric.Recall, 20), (recipe.Search.Cases, recipe.Search.Random, recipe.Search.Metric.Metric, recipe.Search.Metric.Cutoff));
        Assert.Equal(CandidateSet.FullCatalogue, recipe.Evaluation.Candidates);
    }

    [Fact]
    public void Parse_ManyFaults_TellsAllWithPlaceAndNearestKey()
    {
        const string yaml = """
            data: { splitt: ncf-ml-1m }
            model: { name: itemKnn, topk: 10, similarity: cosin }
            evaluation: { metrics: [ndgc], cutoffs: [10, 5] }
            search:
              metric: ndgc@10
              space: { shrnk: [1, 2], topK: { from: 0, to: 5 }, shrink: { from: 5, to: 1 } }
            """;

        InvalidYamlException e = Assert.Throws<InvalidYamlException>(() => RecommenderRecipe.Parse(yaml, "r.yaml"));

        Assert.Contains("r.yaml:1:9: Unknown key 'splitt' in data. Did you mean 'split'?", e.Message, StringComparison.Ordinal);
        Assert.Contains("Unknown key 'topk' in model. Did you mean 'topK'?", e.Message, StringComparison.Ordinal);
        Assert.Contains("Key 'model.similarity' is 'cosin'", e.Message, StringComparison.Ordinal);
        Assert.Contains("names 'ndgc'", e.Message, StringComparison.Ordinal);
        Assert.Contains("Key 'evaluation.cutoffs' is [10, 5]", e.Message, StringComparison.Ordinal);
        Assert.Contains("r.yaml:5:11: Key 'search.metric' is 'ndgc@10'", e.Message, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'ndcg'?", e.Message, StringComparison.Ordinal);
        Assert.Contains("varies 'shrnk', which the model has not. Did you mean 'shrink'?", e.Message, StringComparison.Ordinal);
        Assert.Contains("Key 'search.space.topK.from' is '0'", e.Message, StringComparison.Ordinal);
        Assert.Contains("Key 'search.space.shrink': shrink runs from 5 to 1", e.Message, StringComparison.Ordinal);
        Assert.Contains("Key 'data' says neither split", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data: { split: ncf-ml-1m, files: a.csv }\nmodel: topPopular", "more than one of split, name and files")]
    [InlineData("data: { split: ncf-ml-1m }\nsplit: leaveOneOut\nmodel: topPopular", "is cut already")]
    [InlineData("data: { split: ncf-ml-1m, filter: { userCore: 5 } }\nmodel: topPopular", "is published as it is")]
    [InlineData("data: { split: ncf-ml-1m }\nmodel: itemKnn\nsearch: { method: halving }", "does not learn in passes")]
    [InlineData("data: { split: ncf-ml-1m }\nmodel: itemKnn\nsearch: { cases: 3 }", "more than the 3 of search.cases")]
    [InlineData("data: { split: ncf-ml-1m }\nmodel: {}", "Key 'model.name' is missing")]
    [InlineData("data: { split: ncf-ml-1m }\nvalidation: { name: userHoldOut }\nmodel: itemKnn", "holds out whole users")]
    [InlineData("data: { split: ncf-ml-1m }\nmodel: itemKnn\nevaluation: { bootstrapRounds: 3 }", "expected 0, or at least 20")]
    public void Parse_KeysThatContradict_SaysWhatToDo(string yaml, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidYamlException>(() => RecommenderRecipe.Parse(yaml, "r.yaml")).Message, StringComparison.Ordinal);

    public static TheoryData<string> Models => [.. RecommenderRecipe.ModelNames];

    [Theory, MemberData(nameof(Models))]
    public void ToJsonAndToYaml_AnyModel_ReadBackToTheSame(string model)
    {
        RecommenderRecipe recipe = RecommenderRecipe.Parse(
            $"description: 'a: b'\ndata: {{ files: [a.csv], value: v, filter: {{ userCore: 5 }} }}\nsplit: {{ name: randomHoldOut, share: 0.3 }}\nmodel: {{ name: {model} }}\nseed: 3\nthreads: 2", "r.yaml");
        string json = recipe.ToJson().ToJsonString();

        Assert.Equal(json, RecommenderRecipe.Parse(json, "model.json").ToJson().ToJsonString());
        Assert.Equal(json, RecommenderRecipe.Parse(recipe.ToYaml(), "recipe.yaml").ToJson().ToJsonString());
        Assert.DoesNotContain("threads", json, StringComparison.Ordinal);
    }

    /// <summary>Every point of the space that the study searches must be legal settings of the model.</summary>
    [Theory, MemberData(nameof(Models))]
    public void SearchSpace_OfTheStudy_LiesInsideWhatTheModelTakes(string model)
    {
        RecommenderRecipe recipe = RecommenderRecipe.Parse($"data: {{ split: ncf-ml-1m }}\nmodel: {{ name: {model} }}", "r.yaml");
        SearchSpace space = recipe.SearchSpace();
        foreach (double place in (double[])[0, 0.3, 0.999999, 1])
            recipe.With(space.At([.. space.Dimensions.Select(_ => place)]).Settings).Model.Validate();
    }

    [Fact]
    public void SearchSpace_OfTheRecipe_ReplacesThatOfTheStudy()
    {
        RecommenderRecipe recipe = RecommenderRecipe.Parse(
            Small + "\nsearch: { space: { topK: { from: 10, to: 1000, scale: log }, similarity: [cosine, dice], asymmetricAlpha: { from: 0, to: 1.5 } } }", "r.yaml");

        Assert.Equal(
            "asymmetricAlpha real [0, 1.5]; similarity choice [cosine, dice]; topK integer [10, 1000] log", recipe.SearchSpace().ToString());
        Assert.Equal(recipe.ToJson().ToJsonString(), RecommenderRecipe.Parse(recipe.ToYaml(), "again.yaml").ToJson().ToJsonString());
    }

    [Theory, InlineData("model: itemKnn", true), InlineData("model: { name: fm }", false), InlineData("seed: 1", false)]
    public void Recognises_ByTheNameOfTheModel(string yaml, bool recommender) => Assert.Equal(recommender, RecommenderRecipe.Recognises(yaml, "r.yaml"));
}
