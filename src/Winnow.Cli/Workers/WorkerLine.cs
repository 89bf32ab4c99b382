using System.Text.Json;
using Winnow.Training.Distributed;

namespace Winnow.Cli.Workers;

/// <summary>What a worker process tells the coordinator that started it: JSON lines on its standard output.</summary>
/// <param name="Report">How it goes.</param>
/// <param name="Failure">Why it cannot go on, and no other worker could; null: it can.</param>
internal readonly record struct WorkerLine(WorkerReport Report, string? Failure)
{
    /// <summary>The line.</summary>
    public override string ToString() => Failure is not null
        ? JsonSerializer.Serialize(new Dictionary<string, string> { ["failure"] = Failure })
        : JsonSerializer.Serialize(new Dictionary<string, double>
        {
            ["positions"] = Report.Positions, ["repeated"] = Report.Repeated, ["rows"] = Report.Rows,
            ["computing"] = Report.Computing.TotalSeconds, ["waiting"] = Report.Waiting.TotalSeconds,
        });

    /// <summary>Reads a line; false if it is none of these.</summary>
    public static bool TryParse(string text, out WorkerLine line)
    {
        line = default;
        if (!text.StartsWith('{')) return false;
        using JsonDocument json = JsonDocument.Parse(text);
        JsonElement root = json.RootElement;
        line = root.TryGetProperty("failure", out JsonElement failure)
            ? new WorkerLine(default, failure.GetString())
            : new WorkerLine(
                new WorkerReport(
                    (long)root.GetProperty("positions").GetDouble(), (long)root.GetProperty("repeated").GetDouble(), (long)root.GetProperty("rows").GetDouble(),
                    TimeSpan.FromSeconds(root.GetProperty("computing").GetDouble()), TimeSpan.FromSeconds(root.GetProperty("waiting").GetDouble())),
                null);
        return true;
    }
}
