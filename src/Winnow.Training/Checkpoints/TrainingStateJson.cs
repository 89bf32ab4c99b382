using System.Text.Json;
using Winnow.Data;
using Winnow.Training.Progress;

namespace Winnow.Training.Checkpoints;

/// <summary>Writes and reads <see cref="TrainingState"/> as JSON; numbers come back to the bit.</summary>
internal static class TrainingStateJson
{
    public static void Write(Utf8JsonWriter json, TrainingState state)
    {
        json.WriteStartObject();
        json.WriteNumber("step", state.Step);
        json.WritePropertyName("position");
        state.Position.WriteTo(json);
        json.WriteNumber("lossSum", state.LossSum);
        json.WriteNumber("lossSteps", state.LossSteps);
        WriteWatch(json, state.Watch);
        json.WriteStartArray("history");
        foreach (EvaluationPoint point in state.History) WritePoint(json, point);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static TrainingState Read(JsonElement json) => new(
        json.GetProperty("step").GetInt64(),
        DataPosition.ReadFrom(json.GetProperty("position")),
        json.GetProperty("lossSum").GetDouble(),
        json.GetProperty("lossSteps").GetInt64(),
        ReadWatch(json.GetProperty("watch")),
        ReadHistory(json.GetProperty("history")));

    /// <summary>One evaluation; what has no value (NaN) is null.</summary>
    public static void WritePoint(Utf8JsonWriter json, EvaluationPoint point)
    {
        json.WriteStartObject();
        json.WriteNumber("step", point.Step);
        json.WriteNumber("epoch", point.Epoch);
        WriteNumber(json, "trainingLoss", point.TrainingLoss);
        WriteNumber(json, "auc", point.Auc);
        WriteNumber(json, "gauc", point.Gauc);
        WriteNumber(json, "logLoss", point.LogLoss);
        json.WriteNumber("rateFactor", point.RateFactor);
        json.WriteBoolean("best", point.IsBest);
        json.WriteEndObject();
    }

    /// <summary>Reads the list of evaluations.</summary>
    public static IReadOnlyList<EvaluationPoint> ReadHistory(JsonElement json) => [.. json.EnumerateArray().Select(p => new EvaluationPoint(
        p.GetProperty("step").GetInt64(),
        p.GetProperty("epoch").GetDouble(),
        ReadNumber(p, "trainingLoss"),
        ReadNumber(p, "auc"),
        ReadNumber(p, "gauc"),
        ReadNumber(p, "logLoss"),
        p.GetProperty("rateFactor").GetSingle(),
        p.GetProperty("best").GetBoolean()))];

    private static void WriteWatch(Utf8JsonWriter json, WatchState watch)
    {
        json.WriteStartObject("watch");
        WriteNumber(json, "best", watch.Best ?? double.NaN);
        json.WriteNumber("bestStep", watch.BestStep);
        json.WriteNumber("poorEvaluations", watch.PoorEvaluations);
        json.WriteNumber("poorSinceDecay", watch.PoorSinceDecay);
        json.WriteNumber("rateFactor", watch.RateFactor);
        json.WriteEndObject();
    }

    private static WatchState ReadWatch(JsonElement json)
    {
        double best = ReadNumber(json, "best");
        return new WatchState(
            double.IsNaN(best) ? null : best,
            json.GetProperty("bestStep").GetInt64(),
            json.GetProperty("poorEvaluations").GetInt32(),
            json.GetProperty("poorSinceDecay").GetInt32(),
            json.GetProperty("rateFactor").GetSingle());
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value)) json.WriteNumber(name, value);
        else json.WriteNull(name);
    }

    private static double ReadNumber(JsonElement json, string name) =>
        json.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : double.NaN;
}
