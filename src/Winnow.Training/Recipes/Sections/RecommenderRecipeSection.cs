namespace Winnow.Training.Recipes;

/// <summary>The top keys of a recipe for a recommender.</summary>
internal static class RecommenderRecipeSection
{
    public static SectionKind<RecommenderRecipe> Root { get; } = new SectionKind<RecommenderRecipe>(new())
        .Key("description", Kind.Text, r => r.Description, (r, v) => r with { Description = v }, "One sentence for people.")
        .Key("data", RecommenderSections.Data, r => r.Data, (r, v) => r with { Data = v }, "Where the interactions come from.")
        .Key("split", RecommenderSections.Split, r => r.Split, (r, v) => r with { Split = v },
            "How interactions of files are cut; leave-one-out (last) when nothing is said. Not for published splits.")
        .Key("validation", RecommenderSections.Split, r => r.Validation, (r, v) => r with { Validation = v },
            "How the validation part is cut from the training part; by the same rule when nothing is said, or as fits the published split.")
        .Key("model", RecommenderModels.Section, r => r.Model, (r, v) => r with { Model = v! }, "The model and its settings.")
        .Key("training", RecommenderSections.Training, r => r.Training, (r, v) => r with { Training = v }, "How the model is trained.")
        .Key("evaluation", RecommenderSections.Evaluation, r => r.Evaluation, (r, v) => r with { Evaluation = v }, "How the model is judged.")
        .Key("search", r => SearchSection.Of(r.Model), r => r.Search, (r, v) => r with { Search = v },
            "How winnow tune searches for settings; metric also decides when models that learn in passes stop.")
        .Key("seed", Kind.Seed, r => r.Seed, (r, v) => r with { Seed = v }, "Seed of every random stream.")
        .Key("threads", Kind.Whole(0, 1024), r => r.Threads, (r, v) => r with { Threads = v },
            "Threads that compute; 0: one for each core. Does not change the result.");
}
