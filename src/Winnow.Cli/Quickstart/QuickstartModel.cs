using Winnow.Evaluation.Reports;
using Winnow.Training;

namespace Winnow.Cli.Quickstart;

/// <summary>One model of the comparison, trained and judged.</summary>
/// <param name="Name">Short name, for example DeepFM.</param>
/// <param name="RecipeFile">The recipe it was trained by.</param>
/// <param name="Directory">Its model directory.</param>
/// <param name="Result">How the run went.</param>
/// <param name="SamplesPerSecond">Training rows a second.</param>
internal sealed record QuickstartModel(
    string Name, string RecipeFile, string Directory, TrainingResult Result, double SamplesPerSecond)
{
    /// <summary>The model as the report shows it.</summary>
    public ModelResult ToReport() => new()
    {
        Name = Name,
        Metrics = (Result.Test ?? Result.Validation)!,
        LearningCurve =
        [
            .. Result.History.Select(p => new LearningPoint(p.Epoch, p.TrainingLoss, p.LogLoss, p.Auc, p.Step == Result.BestStep)),
        ],
        Scores = Result.Scores,
        Importances = Result.Importances,
        TrainingTime = Result.Elapsed,
        RowsPerSecond = SamplesPerSecond,
    };
}
