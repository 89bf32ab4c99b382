namespace Winnow.Training.Recipes;

/// <summary>The top keys of a recipe.</summary>
internal static class RecipeSection
{
    public static SectionKind<Recipe> Root { get; } = new SectionKind<Recipe>(new())
        .Key("description", Kind.Text, r => r.Description, (r, v) => r with { Description = v }, "One sentence for people.")
        .Key("data", DataSection.Data, r => r.Data, (r, v) => r with { Data = v }, "Where the rows come from.")
        .Key("split", DataSection.Split, r => r.Split, (r, v) => r with { Split = v },
            "How rows are held out when the data bring no split.")
        .Key("model", ModelSection.Model, r => r.Model, (r, v) => r with { Model = v! }, "The model and its settings.")
        .Key("training", TrainingSection.Training, r => r.Training, (r, v) => r with { Training = v }, "How the model is trained.")
        .Key("evaluation", EvaluationSection.Evaluation, r => r.Evaluation, (r, v) => r with { Evaluation = v },
            "How the model is judged.")
        .Key("checkpoint", EvaluationSection.Checkpoint, r => r.Checkpoint, (r, v) => r with { Checkpoint = v },
            "When the whole state of training is saved.")
        .Key("seed", Kind.Seed, r => r.Seed, (r, v) => r with { Seed = v }, "Seed of every random stream.")
        .Key("threads", Kind.Whole(0, 1024), r => r.Threads, (r, v) => r with { Threads = v },
            "Threads that compute; 0: one for each core. Does not change the result.");
}
