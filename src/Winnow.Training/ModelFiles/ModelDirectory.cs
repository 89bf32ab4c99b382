using System.Globalization;
using Winnow.Data;
using Winnow.Models;
using Winnow.Numerics;
using Winnow.Training.Recipes;
using Winnow.Training.Storage;

namespace Winnow.Training.ModelFiles;

/// <summary>
/// The directory of a trained model: <c>model.json</c> (recipe, schema, metrics), <c>dense.safetensors</c>, <c>optimizer.safetensors</c>,
/// <c>tables/</c> (rows by key), <c>plan/</c> (how records become keys and numbers), <c>report.html</c> and the manifest with a checksum of each.
/// </summary>
public static class ModelDirectory
{
    private const string InfoFile = "model.json", PlanFolder = "plan", ReportFile = "report.html";

    /// <summary>Writes a model; one that is there is replaced whole or not at all.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="recipe">The recipe it was trained by.</param>
    /// <param name="data">The rows it was trained on.</param>
    /// <param name="live">The model.</param>
    /// <param name="result">What training came to.</param>
    /// <exception cref="StorageException">It could not be written; what was there is untouched.</exception>
    public static void Save(string path, Recipe recipe, TrainingData data, LiveModel live, TrainingResult result)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(live);
        ArgumentNullException.ThrowIfNull(result);
        ModelInfo info = Describe(recipe, data, result);
        AtomicDirectory.Write(path, directory =>
        {
            live.Save(directory);
            data.Plan.Save(Path.Combine(directory, PlanFolder));
            File.WriteAllBytes(Path.Combine(directory, InfoFile), ModelInfoJson.Write(info, data.Plan.Schema, result));
            ModelReport.Write(Path.Combine(directory, ReportFile), info, result, live);
        });
    }

    /// <summary>Loads a model for scoring, or for training on.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="team">The threads that compute; stays with the caller.</param>
    /// <param name="own">The options of a model of one's own, those it was trained with; null for models the library knows.</param>
    /// <exception cref="StorageException">It is no model directory, damaged, of another version or of another model; the message names the file.</exception>
    /// <exception cref="InvalidOperationException">It holds a model of the user's own, and no options were given.</exception>
    public static TrainedModel Load(string path, WorkerTeam team, RankingModelOptions? own = null)
    {
        string directory = AtomicDirectory.Find(path);
        FileManifest.Verify(directory);
        ModelInfo info = ModelInfoJson.Read(Path.Combine(directory, InfoFile));
        if (own is not null) info = info with { Recipe = info.Recipe with { Model = OwnModel.Resolve(info.Recipe.Model, own, path) } };
        FeaturePlan plan = FeaturePlan.Load(Path.Combine(directory, PlanFolder));
        LiveModel live = LiveModel.Create(info.Recipe, plan.Schema, team);
        try
        {
            live.Load(directory);
            return new TrainedModel(info, plan, live);
        }
        catch
        {
            live.Dispose();
            throw;
        }
    }

    /// <summary>Reads what <c>model.json</c> tells, without loading the model.</summary>
    /// <param name="path">The directory.</param>
    /// <exception cref="StorageException">It is no model directory, damaged, or of another version.</exception>
    public static ModelInfo ReadInfo(string path)
    {
        string directory = AtomicDirectory.Find(path);
        FileManifest.Verify(directory);
        return ModelInfoJson.Read(Path.Combine(directory, InfoFile));
    }

    private static ModelInfo Describe(Recipe recipe, TrainingData data, TrainingResult result) => new()
    {
        Library = LibraryVersion.Full,
        Recipe = recipe,
        DataFingerprint = data.Fingerprint.ToString("x16", CultureInfo.InvariantCulture),
        TrainingRows = data.TrainingRows,
        ValidationRows = data.Validation.Rows,
        TestRows = data.Test.Rows,
        BadRows = data.BadRows.Count,
        Steps = result.Steps,
        BestStep = result.BestStep,
        History = result.History,
        Importances = result.Importances,
        ValidationMetrics = new Dictionary<string, double>(),
        TestMetrics = new Dictionary<string, double>(),
    };
}
