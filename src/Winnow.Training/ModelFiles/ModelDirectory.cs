using Winnow.Training.Recipes;
using Winnow.Training.Storage;

namespace Winnow.Training.ModelFiles;

/// <summary>The directory of a trained model.</summary>
public static class ModelDirectory
{
    /// <summary>Writes.</summary>
    public static void Save(string path, Recipe recipe, TrainingData data, LiveModel live, TrainingResult result)
    {
        AtomicDirectory.Write(path, live.Save);
    }
}
