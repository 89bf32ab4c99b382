using System.CommandLine;
using System.Text.Json;
using Winnow.Cli.Terminal;
using Winnow.Numerics;
using Winnow.Serving;

namespace Winnow.Cli.Commands;

/// <summary><c>winnow pack FUNNEL</c>: a release directory from a funnel file and the models it names.</summary>
internal static class PackCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Argument<string> funnel = new("FUNNEL") { Description = "Funnel file, the name of one that ships with Winnow, or, with --check, a release." };
        Option<string?> output = new("--output", "-o") { Description = "Release directory to write. Default: releases/NAME.", HelpName = "DIR" };
        Option<bool> check = new("--check") { Description = "Compare every byte of the release with its checksum, after packing or of a release that is there." };
        Option<string[]> set = CommonOptions.Set();
        Option<int?> threads = CommonOptions.Threads();
        Option<bool> json = CommonOptions.Json();
        Command command = new("pack", "Pack a release: what a server needs, checked to agree with itself.") { funnel, output, check, set, threads, json };
        command.SetAction((arguments, cancel) =>
        {
            string name = arguments.GetRequiredValue(funnel);
            bool isThere = Release.IsOne(name);
            if (isThere && !arguments.GetValue(check)) throw new ArgumentException($"{name} is a release already; --check checks it, `winnow serve {name}` serves it.");
            string directory = isThere ? name : Pack(name, arguments.GetValue(output), arguments.GetValue(set)!, arguments.GetValue(threads), new Output(arguments.GetValue(json)), cancel);
            using Release release = Release.Load(directory, verify: arguments.GetValue(check));
            if (arguments.GetValue(json)) Output.WriteJson(writer => Write(writer, directory, release.Info));
            else Print(directory, release.Info, arguments.GetValue(check));
            return Task.FromResult(0);
        });
        return command;
    }

    /// <summary>Packs a funnel file.</summary>
    /// <returns>The release directory.</returns>
    internal static string Pack(string nameOrPath, string? output, string[] overrides, int? threads, Output terminal, CancellationToken cancel)
    {
        string path = FunnelFiles.Find(nameOrPath);
        FunnelOptions options = FunnelOptions.Load(path, overrides);
        string directory = output ?? Path.Combine("releases", Path.GetFileNameWithoutExtension(path));
        using WorkerTeam team = new(threads ?? Environment.ProcessorCount);
        ReleaseBuilder.Pack(directory, options, CatalogueData.Load(options.Catalogue), team, new Said(terminal), cancel);
        return directory;
    }

    private static void Print(string directory, ReleaseInfo info, bool isChecked)
    {
        Console.Out.WriteLine($"Release: {directory}{(isChecked ? ", every byte checked" : "")}");
        Console.Out.WriteLine($"Name:    {info.Name}");
        Console.Out.WriteLine($"Items:   {info.Items:N0}, users: {info.Users:N0}");
        foreach (PackedModel model in info.Models)
            Console.Out.WriteLine($"  {model.Part}: {model.Model}, {model.Items:N0} items{(model.Malformed > 0 ? $", {model.Malformed:N0} with features it cannot read" : "")}");
    }

    private static void Write(Utf8JsonWriter json, string directory, ReleaseInfo info)
    {
        json.WriteStartObject();
        json.WriteString("release", directory);
        json.WriteString("name", info.Name);
        json.WriteNumber("items", info.Items);
        json.WriteNumber("users", info.Users);
        json.WriteStartArray("models");
        foreach (PackedModel model in info.Models)
        {
            json.WriteStartObject();
            json.WriteString("part", model.Part);
            json.WriteString("model", model.Model);
            json.WriteNumber("items", model.Items);
            json.WriteNumber("malformed", model.Malformed);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
