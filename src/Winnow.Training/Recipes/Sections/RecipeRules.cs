using Winnow.Data;

namespace Winnow.Training.Recipes;

/// <summary>What no key can check alone.</summary>
internal static class RecipeRules
{
    public static void Check(Recipe recipe, YamlSection root)
    {
        CheckData(recipe.Data, root);
        if (recipe.Split.Validation + recipe.Split.Test > 0.95f)
            root.Fault("split", $"Key 'split' holds out {recipe.Split.Validation + recipe.Split.Test:P0} of the rows; leave at least 5 % to train on.");
        if (recipe.Evaluation.BootstrapRounds is > 0 and < 20)
            root.Fault("evaluation", $"Key 'evaluation.bootstrapRounds' is {recipe.Evaluation.BootstrapRounds}; expected 0, or at least 20.");
        TrainingOptions training = recipe.Training;
        if (training.ShuffleWindow % training.BatchSize != 0)
            root.Fault("training", $"Key 'training.shuffleWindow' is {training.ShuffleWindow}; expected a multiple of training.batchSize, which is {training.BatchSize}.");
        if (training.ShuffleWindow > 0 && !training.Streaming)
            root.Fault("training", "Key 'training.shuffleWindow' is for streams; set training.streaming to true, or leave it out (all rows are shuffled).");
    }

    private static void CheckData(DataOptions data, YamlSection root)
    {
        bool named = data.Name.Length > 0, files = data.Train.Count > 0;
        if (named == files)
            root.Fault("data", named
                ? "Key 'data' gives both a name and training files; expected one of them."
                : "Key 'data' says neither name (a data set of the catalogue) nor train (files).");
        if (!named && (data.Validation.Count > 0 || data.Test.Count > 0) && !files)
            root.Fault("data", "Key 'data' has validation or test files, but no training files.");
        bool inline = data.Schema is not null, file = data.SchemaFile.Length > 0;
        if (inline && file) root.Fault("data", "Key 'data' gives both schema and schemaFile; expected one of them.");
        if (files && !inline && !file)
            root.Fault("data", "Key 'data' names files but no schema; `winnow data describe FILE` writes one.");
    }
}
