using System.Text.Json;
using System.Text.Json.Nodes;
using Winnow.Data;
using Winnow.Training.Storage;

namespace Winnow.Serving;

/// <summary>Reads and writes <c>release.json</c>.</summary>
internal static class ReleaseInfoJson
{
    private const int Format = 1;

    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    public static void Write(string path, ReleaseInfo info)
    {
        JsonObject json = new()
        {
            ["format"] = Format, ["name"] = info.Name, ["library"] = info.Library, ["items"] = info.Items, ["users"] = info.Users,
            ["itemFeatures"] = Texts(info.ItemFeatures), ["attributes"] = Texts(info.Attributes), ["vectorDimension"] = info.VectorDimension,
            ["models"] = new JsonArray([.. info.Models.Select(Model)]), ["funnel"] = info.Funnel.ToJson(),
        };
        File.WriteAllText(path, json.ToJsonString(s_indented) + "\n");
    }

    /// <exception cref="StorageException">The file is missing, damaged or of another version.</exception>
    public static ReleaseInfo Read(string path)
    {
        try
        {
            JsonNode json = JsonNode.Parse(File.ReadAllText(path))!;
            int format = json["format"]!.GetValue<int>();
            if (format != Format) throw new StorageException($"{path} is of format {format}, but this version of Winnow reads {Format}. Pack the release again.");
            return new ReleaseInfo
            {
                Name = json["name"]!.GetValue<string>(), Library = json["library"]!.GetValue<string>(),
                Items = json["items"]!.GetValue<int>(), Users = json["users"]!.GetValue<int>(),
                ItemFeatures = Texts(json["itemFeatures"]!), Attributes = Texts(json["attributes"]!), VectorDimension = json["vectorDimension"]!.GetValue<int>(),
                Models = [.. json["models"]!.AsArray().Select(m => Model(m!))],
                Funnel = FunnelOptions.Parse(json["funnel"]!.ToJsonString(), path),
            };
        }
        catch (IOException e)
        {
            throw new StorageException($"{path} could not be read: {e.Message} Name a directory that `winnow pack` wrote.", e);
        }
        catch (Exception e) when (e is JsonException or NullReferenceException or InvalidOperationException or FormatException or InvalidYamlException)
        {
            throw new StorageException($"{path} does not describe a release: {e.Message} Restore it from a copy, or pack it again.", e);
        }
    }

    private static JsonArray Texts(IReadOnlyList<string> texts) => new([.. texts.Select(t => (JsonNode)t)]);

    private static string[] Texts(JsonNode json) => [.. json.AsArray().Select(t => t!.GetValue<string>())];

    private static JsonNode Model(PackedModel model) => new JsonObject
    {
        ["part"] = model.Part, ["model"] = model.Model, ["folder"] = model.Folder, ["items"] = model.Items, ["malformed"] = model.Malformed,
    };

    private static PackedModel Model(JsonNode json) => new(
        json["part"]!.GetValue<string>(), json["model"]!.GetValue<string>(), json["folder"]!.GetValue<string>(), json["items"]!.GetValue<int>(), json["malformed"]!.GetValue<int>());
}
