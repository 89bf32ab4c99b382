using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Winnow.Data;
using Winnow.Evaluation;
using Winnow.Training.Checkpoints;
using Winnow.Training.Recipes;
using Winnow.Training.Storage;

namespace Winnow.Training.ModelFiles;

/// <summary>Writes and reads <c>model.json</c>.</summary>
internal static class ModelInfoJson
{
    private const int Format = 1;

    private static readonly JsonWriterOptions s_indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(ModelInfo info, FeatureSchema schema, TrainingResult result)
    {
        ArrayBufferWriter<byte> bytes = new();
        using (Utf8JsonWriter json = new(bytes, s_indented))
        {
            json.WriteStartObject();
            json.WriteNumber("format", Format);
            json.WriteString("library", info.Library);
            json.WritePropertyName("recipe");
            info.Recipe.ToJson().WriteTo(json);
            json.WritePropertyName("schema");
            new SchemaKind().ToJson(schema)!.WriteTo(json);
            WriteData(json, info);
            WriteTraining(json, info);
            WriteMetrics(json, result);
            WriteImportances(json, info.Importances);
            json.WriteEndObject();
        }

        return [.. bytes.WrittenSpan, (byte)'\n'];
    }

    public static ModelInfo Read(string path)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(path));
            return Read(json.RootElement, path);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or InvalidYamlException)
        {
            throw new StorageException($"{path} does not tell what it must: {e.Message} It may be of another version of Winnow; this is {LibraryVersion.Full}.", e);
        }
    }

    private static ModelInfo Read(JsonElement json, string path)
    {
        int format = json.GetProperty("format").GetInt32();
        if (format != Format)
            throw new StorageException($"{path} has format {format}; this version of Winnow ({LibraryVersion.Full}) reads format {Format}. Use the version that wrote it.");
        JsonElement data = json.GetProperty("data"), training = json.GetProperty("training"), metrics = json.GetProperty("metrics");
        return new ModelInfo
        {
            Library = json.GetProperty("library").GetString() ?? "",
            Recipe = Recipe.Parse(json.GetProperty("recipe").GetRawText(), path),
            DataFingerprint = data.GetProperty("fingerprint").GetString() ?? "",
            TrainingRows = data.GetProperty("trainingRows").GetInt64(),
            ValidationRows = data.GetProperty("validationRows").GetInt32(),
            TestRows = data.GetProperty("testRows").GetInt32(),
            BadRows = data.GetProperty("badRows").GetInt64(),
            Steps = training.GetProperty("steps").GetInt64(),
            BestStep = training.GetProperty("bestStep").GetInt64(),
            History = TrainingStateJson.ReadHistory(training.GetProperty("history")),
            Importances = ReadImportances(json.GetProperty("importances")),
            ValidationMetrics = ReadMetrics(metrics.GetProperty("validation")),
            TestMetrics = ReadMetrics(metrics.GetProperty("test")),
        };
    }

    private static void WriteData(Utf8JsonWriter json, ModelInfo info)
    {
        json.WriteStartObject("data");
        json.WriteString("fingerprint", info.DataFingerprint);
        json.WriteNumber("trainingRows", info.TrainingRows);
        json.WriteNumber("validationRows", info.ValidationRows);
        json.WriteNumber("testRows", info.TestRows);
        json.WriteNumber("badRows", info.BadRows);
        json.WriteEndObject();
    }

    private static void WriteTraining(Utf8JsonWriter json, ModelInfo info)
    {
        json.WriteStartObject("training");
        json.WriteNumber("steps", info.Steps);
        json.WriteNumber("bestStep", info.BestStep);
        json.WriteStartArray("history");
        foreach (Progress.EvaluationPoint point in info.History) TrainingStateJson.WritePoint(json, point);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteMetrics(Utf8JsonWriter json, TrainingResult result)
    {
        json.WriteStartObject("metrics");
        WriteReport(json, "validation", result.Validation);
        WriteReport(json, "test", result.Test);
        json.WriteEndObject();
    }

    private static void WriteReport(Utf8JsonWriter json, string name, PointwiseReport? report)
    {
        json.WritePropertyName(name);
        if (report is null) json.WriteNullValue();
        else report.WriteTo(json);
    }

    private static void WriteImportances(Utf8JsonWriter json, IReadOnlyList<FeatureImportance> importances)
    {
        json.WriteStartArray("importances");
        foreach (FeatureImportance importance in importances)
        {
            json.WriteStartObject();
            json.WriteString("feature", importance.Feature);
            json.WriteNumber("aucDrop", importance.AucDrop);
            json.WriteNumber("logLossRise", importance.LogLossRise);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static IReadOnlyList<FeatureImportance> ReadImportances(JsonElement json) => [.. json.EnumerateArray().Select(i => new FeatureImportance(
        i.GetProperty("feature").GetString() ?? "", i.GetProperty("aucDrop").GetDouble(), i.GetProperty("logLossRise").GetDouble(), AucDropDeviation: 0))];

    private static Dictionary<string, double> ReadMetrics(JsonElement json) => json.ValueKind != JsonValueKind.Object
        ? []
        : json.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ValueKind == JsonValueKind.Number ? p.Value.GetDouble() : double.NaN);
}
