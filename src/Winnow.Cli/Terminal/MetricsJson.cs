using System.Text.Json;
using Winnow.Evaluation;

namespace Winnow.Cli.Terminal;

/// <summary>Pointwise metrics as properties of a JSON object; a metric without a value is null.</summary>
internal static class MetricsJson
{
    /// <summary>Writes one object.</summary>
    public static void Write(Utf8JsonWriter json, PointwiseReport report)
    {
        json.WriteStartObject();
        json.WriteNumber("rows", report.Rows);
        json.WriteNumber("positives", report.Positives);
        Number(json, "auc", report.Auc);
        if (report.Intervals is { } intervals)
        {
            Number(json, "aucLow", intervals.Auc.Low);
            Number(json, "aucHigh", intervals.Auc.High);
        }
        if (report.Gauc is { } gauc) Number(json, "gauc", gauc.Value);
        Number(json, "logLoss", report.LogLoss);
        Number(json, "normalizedEntropy", report.NormalizedEntropy);
        Number(json, "calibrationRatio", report.CalibrationRatio);
        Number(json, "ece", report.Ece);
        json.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value)) json.WriteNumber(name, value);
        else json.WriteNull(name);
    }
}
