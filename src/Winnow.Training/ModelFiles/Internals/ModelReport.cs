using System.Text.Encodings.Web;
using System.Text.Json;
using Winnow.Evaluation.Reports;

namespace Winnow.Training.ModelFiles;

/// <summary>The page of one trained model. Times and machines are left out: the page is part of the model, which is the same on any.</summary>
internal static class ModelReport
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes <c>report.html</c>, unless there are neither test nor validation rows to report on.</summary>
    public static void Write(string path, ModelInfo info, TrainingResult result, LiveModel live)
    {
        if ((result.Test ?? result.Validation) is not { } metrics) return;
        HtmlReport.Write(path, new TrainingReport
        {
            Title = info.Recipe.Description.Length > 0 ? info.Recipe.Description : $"{info.Recipe.ModelName} on {info.Recipe.Data.Title}",
            Subtitle = result.Test is null ? "Metrics on the validation rows, which also chose the weights kept: there are no test rows." : "",
            Models =
            [
                new ModelResult
                {
                    Name = info.Recipe.ModelName,
                    Metrics = metrics,
                    LearningCurve = [.. info.History.Select(p => new LearningPoint(p.Epoch, p.TrainingLoss, p.LogLoss, p.Auc, p.Step == info.BestStep))],
                    Scores = result.Scores,
                    Importances = info.Importances,
                    Weights = live.CountWeights(),
                },
            ],
            Provenance = new Provenance
            {
                DataSet = info.Recipe.Data.Title,
                Fingerprint = info.DataFingerprint,
                TrainingRows = info.TrainingRows,
                ValidationRows = info.ValidationRows,
                TestRows = info.TestRows,
                BadRows = info.BadRows,
                Seed = info.Recipe.Seed,
                LibraryVersion = info.Library,
                Recipes = [KeyValuePair.Create(info.Recipe.ModelName, info.Recipe.ToJson().ToJsonString(s_indented))],
            },
        });
    }
}
