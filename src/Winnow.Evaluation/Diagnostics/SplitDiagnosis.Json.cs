using System.Text.Json;

namespace Winnow.Evaluation;

public sealed partial record SplitDiagnosis
{
    /// <summary>Writes the diagnosis as one JSON object; a figure without a value is null.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteString("protocol", Protocol);
        json.WriteString("fingerprint", Fingerprint);
        json.WriteNumber("users", Users);
        json.WriteNumber("items", Items);
        json.WriteNumber("trainingEvents", TrainingEvents);
        json.WriteNumber("validationPairs", ValidationPairs);
        json.WriteNumber("testPairs", JudgedPairs);
        json.WriteNumber("judgedUsers", JudgedUsers);
        json.WriteString("verdict", Name(Verdict));
        json.WriteNumber("draws", Popularity.Draws);
        json.WriteStartArray("checks");
        foreach (SplitCheck check in Checks) WriteCheck(json, check);
        json.WriteEndArray();
        json.WriteStartArray("popularityGroups");
        for (int g = 0; g < Popularity.Groups.Count; g++) WriteGroup(json, Popularity.GroupItems[g], Popularity.Groups[g]);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteCheck(Utf8JsonWriter json, SplitCheck check)
    {
        json.WriteStartObject();
        json.WriteString("check", check.Name);
        json.WriteString("verdict", Name(check.Verdict));
        json.WriteString("finding", check.Finding);
        json.WriteStartObject("figures");
        foreach ((string name, double value) in check.Figures) WriteNumber(json, name, value);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteGroup(Utf8JsonWriter json, int items, ReferenceFigure share)
    {
        json.WriteStartObject();
        json.WriteNumber("items", items);
        WriteNumber(json, "testShare", share.Observed);
        WriteNumber(json, "expected", share.Expected);
        WriteNumber(json, "low", share.Low);
        WriteNumber(json, "high", share.High);
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value)) json.WriteNumber(name, value);
        else json.WriteNull(name);
    }

    private static string Name(CheckVerdict verdict) => Data.YamlNames.Of(verdict);
}
