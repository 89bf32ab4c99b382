using System.CommandLine;
using System.Text.Json;
using Winnow.Cli.Terminal;
using Winnow.Data;

namespace Winnow.Cli.Commands;

/// <summary><c>winnow data describe FILE</c>: what is in a file, and a schema to start from.</summary>
internal static class DescribeCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Argument<string> file = new("FILE") { Description = "CSV, TSV, JSON Lines, libsvm or libffm, gzipped or not." };
        Option<string?> label = new("--label") { Description = "The label column. Default: the one that looks like a label.", HelpName = "COLUMN" };
        Option<string?> schema = new("--schema") { Description = "Write the suggested schema to this file.", HelpName = "FILE" };
        Option<int?> threads = CommonOptions.Threads();
        Option<bool> json = CommonOptions.Json();
        Command command = new("describe", "Profile a file: types, cardinality, missing values, popularity, suspicious columns, a schema.")
        {
            file, label, schema, threads, json,
        };
        command.SetAction(arguments =>
        {
            DataProfile profile = DataProfile.Of(RecordFile.Open(arguments.GetRequiredValue(file)), new ProfileOptions
            {
                Label = arguments.GetValue(label),
                Threads = arguments.GetValue(threads) ?? Environment.ProcessorCount,
            });
            if (arguments.GetValue(schema) is { } target) File.WriteAllText(target, profile.Schema.ToYaml());
            if (arguments.GetValue(json)) Output.WriteJson(writer => WriteJson(writer, profile));
            else Console.Out.Write(profile.ToString());
        });
        return command;
    }

    private static void WriteJson(Utf8JsonWriter json, DataProfile profile)
    {
        json.WriteStartObject();
        json.WriteString("file", profile.Name);
        json.WriteNumber("rows", profile.Rows);
        json.WriteNumber("badRows", profile.BadRows.Count);
        json.WriteString("label", profile.Label);
        json.WriteStartArray("columns");
        foreach (ColumnProfile column in profile.Columns) WriteColumn(json, column);
        json.WriteEndArray();
        json.WriteString("schema", profile.Schema.ToYaml());
        json.WriteEndObject();
    }

    private static void WriteColumn(Utf8JsonWriter json, ColumnProfile column)
    {
        json.WriteStartObject();
        json.WriteString("name", column.Name);
        json.WriteString("type", YamlNames.Of(column.Type));
        json.WriteNumber("missingShare", column.MissingShare);
        json.WriteNumber("distinct", column.Distinct);
        json.WriteBoolean("distinctIsExact", column.IsDistinctExact);
        if (double.IsFinite(column.Gini)) json.WriteNumber("gini", column.Gini);
        json.WriteStartArray("suspicions");
        foreach (Suspicion suspicion in column.Suspicions) json.WriteStringValue(YamlNames.Of(suspicion));
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
