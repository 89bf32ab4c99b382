using System.Text.Json;

namespace Winnow.Evaluation;

public sealed partial record PointwiseReport
{
    /// <summary>Writes the metrics as one JSON object; a metric without a value is null. The calibration curve is left out.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteNumber("rows", Rows);
        json.WriteNumber("positives", Positives);
        WriteNumber(json, "auc", Auc);
        if (Intervals is { } intervals)
        {
            WriteNumber(json, "aucLow", intervals.Auc.Low);
            WriteNumber(json, "aucHigh", intervals.Auc.High);
        }
        if (Gauc is { } gauc) WriteNumber(json, "gauc", gauc.Value);
        WriteNumber(json, "logLoss", LogLoss);
        WriteNumber(json, "normalizedEntropy", NormalizedEntropy);
        WriteNumber(json, "calibrationRatio", CalibrationRatio);
        WriteNumber(json, "ece", Ece);
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value)) json.WriteNumber(name, value);
        else json.WriteNull(name);
    }
}
