using System.CommandLine;
using Spectre.Console;
using Winnow.Cli.Terminal;
using Winnow.Data;

namespace Winnow.Cli.Commands;

/// <summary><c>winnow data</c>: the catalogue of data sets, and what is in a file.</summary>
internal static class DataCommand
{
    /// <summary>The verb with its sub-verbs.</summary>
    public static Command Create() => new("data", "Look at data sets: list the catalogue, get one, describe a file, check a split.")
    {
        List(), Get(), DescribeCommand.Create(), CheckCommand.Create(), SimulateCommand.Create(),
    };

    private static Command List()
    {
        Option<bool> json = CommonOptions.Json();
        Command command = new("list", "List the data sets of the catalogue and where their files lie.") { json };
        command.SetAction(arguments =>
        {
            DatasetStore store = new();
            if (arguments.GetValue(json)) WriteJson(store);
            else PrintTable(store);
        });
        return command;
    }

    private static Command Get()
    {
        Argument<string> name = new("NAME") { Description = "Name of the data set, as `winnow data list` prints it." };
        Command command = new("get", "Fetch the files of a data set that are not here yet, and check them.") { name };
        command.SetAction((arguments, cancel) =>
        {
            Dataset dataset = Catalogue.Get(arguments.GetRequiredValue(name));
            DatasetStore store = new();
            Output output = new(json: false);
            output.Say($"Terms of {dataset.Name}: {dataset.Terms}");
            foreach (DatasetFile file in dataset.Splits.SelectMany(s => s.Files))
                Console.Out.WriteLine(store.Get(dataset, file, progress: null, cancel));
            return Task.FromResult(0);
        });
        return command;
    }

    private static void PrintTable(DatasetStore store)
    {
        Output output = new(json: false);
        Table table = new Table().Border(TableBorder.Simple).AddColumns("name", "kind", "what it is", "train", "validation", "test", "here");
        foreach (Dataset d in Catalogue.All)
            table.AddRow(Markup.Escape(d.Name), Kind(d), Markup.Escape(d.Title), Rows(d, "train"), Rows(d, "validation"), Rows(d, "test"), IsHere(store, d) ? "yes" : "no");
        output.Results.Write(table);
        output.Say($"Looked in {store.Folder ?? "($" + DatasetStore.Variable + " is not set)"} and {store.Cache}. `winnow data get NAME` fetches what is not here.");
    }

    private static void WriteJson(DatasetStore store) => Output.WriteJson(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("datasets");
        foreach (Dataset d in Catalogue.All)
        {
            json.WriteStartObject();
            json.WriteString("name", d.Name);
            json.WriteString("title", d.Title);
            json.WriteString("kind", Kind(d));
            json.WriteString("terms", d.Terms);
            json.WriteBoolean("here", IsHere(store, d));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>Rows of features, interactions, or interactions that come split.</summary>
    private static string Kind(Dataset d) => d.Interactions is null ? "rows" : d.Interactions.IsSplit ? "split" : "log";

    private static bool IsHere(DatasetStore store, Dataset d) => d.Splits.SelectMany(s => s.Files).All(f => store.Find(d, f) is not null);

    private static string Rows(Dataset d, string split) =>
        d.Interactions?.Parts.FirstOrDefault(p => p.Name == split || (split == "train" && p.Name == "all")) is { } part ? $"{part.Events:N0}"
        : d.Splits.FirstOrDefault(s => s.Name == split)?.Rows is { } rows ? $"{rows:N0}" : "–";
}
