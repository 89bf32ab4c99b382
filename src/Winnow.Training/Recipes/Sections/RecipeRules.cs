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
        if (recipe.Data.Interactions is { } examples) CheckExamples(recipe, examples, root);
        TrainingOptions training = recipe.Training;
        if (training.MicroBatches > 1) CheckMicroBatches(training, root);
        if (training.ShuffleWindow % training.BatchSize != 0)
            root.Fault("training", $"Key 'training.shuffleWindow' is {training.ShuffleWindow}; expected a multiple of training.batchSize, which is {training.BatchSize}.");
        if (training.ShuffleWindow > 0 && !training.Streaming)
            root.Fault("training", "Key 'training.shuffleWindow' is for streams; set training.streaming to true, or leave it out (all rows are shuffled).");
    }

    private static void CheckMicroBatches(TrainingOptions training, YamlSection root)
    {
        if (training.MicroBatches > training.BatchSize)
            root.Fault("training", $"Key 'training.microBatches' is {training.MicroBatches}; expected at most training.batchSize, which is {training.BatchSize}.");
        if (training.Streaming)
            root.Fault("training", "Key 'training.microBatches' cuts batches that are found by their number, which a stream has not; leave out training.streaming, or microBatches.");
        if (training.ClipNorm > 0)
            root.Fault("training", "Key 'training.clipNorm' needs the gradient of a whole step, but with training.microBatches no one holds it: parts are summed where the "
                + "parameters are. Leave out clipNorm (set it to 0), or microBatches.");
    }

    private static void CheckData(DataOptions data, YamlSection root)
    {
        bool named = data.Name.Length > 0, files = data.Train.Count > 0, log = data.Interactions is not null;
        int sources = (named ? 1 : 0) + (files ? 1 : 0) + (log ? 1 : 0);
        if (sources != 1)
            root.Fault("data", sources > 1
                ? "Key 'data' gives more than one of name, train and interactions; expected one of them."
                : "Key 'data' says neither name (a data set of the catalogue) nor train (files) nor interactions (a log).");
        if (!files && (data.Validation.Count > 0 || data.Test.Count > 0))
            root.Fault("data", "Key 'data' has validation or test files, but no training files.");
        bool inline = data.Schema is not null, file = data.SchemaFile.Length > 0;
        if (inline && file) root.Fault("data", "Key 'data' gives both schema and schemaFile; expected one of them.");
        if (files && !inline && !file)
            root.Fault("data", "Key 'data' names files but no schema; `winnow data describe FILE` writes one.");
    }

    private static void CheckExamples(Recipe recipe, ExampleDataOptions examples, YamlSection root)
    {
        bool named = examples.Log.Name.Length > 0, files = examples.Log.Files.Count > 0;
        if (named == files)
            root.Fault("data", named
                ? "Key 'data.interactions' gives both name and files; expected one of them."
                : $"Key 'data.interactions' says neither name (one of {string.Join(", ", PublishedLogs.Names)}) nor files.");
        if (recipe.Split != new HoldOut())
            root.Fault("split", "Key 'split' is for rows; a log is cut as 'data.interactions.split' says.");
        if (examples.Split is UserHoldOut)
            root.Fault("data", "Key 'data.interactions.split' holds out whole users, of whom a ranking model could learn no vector. Take globalTime or leaveOneOut.");
        if (examples.Distil is { Teacher: "" })
            root.Fault("data", "Key 'data.interactions.distil' names no teacher; expected the directory of a ranking model.");
    }
}
