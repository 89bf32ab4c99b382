using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Winnow.Data;
using Winnow.Training.Recipes;
using Winnow.Training.Storage;

namespace Winnow.Training.ModelFiles;

/// <summary>Writes and reads the <c>model.json</c> of a recommender.</summary>
internal static class RecommenderInfoJson
{
    private const int Format = 1;

    public static byte[] Write(RecommenderInfo info)
    {
        JsonObject json = new()
        {
            ["format"] = Format,
            ["kind"] = "recommender",
            ["library"] = info.Library,
            ["recipe"] = info.Recipe.ToJson(),
            ["split"] = new JsonObject
            {
                ["fingerprint"] = info.Fingerprint, ["protocol"] = info.Protocol, ["users"] = info.Users, ["items"] = info.Items,
                ["trainingEvents"] = info.TrainingEvents, ["judgedUsers"] = info.JudgedUsers, ["usersWithoutRelevant"] = info.UsersWithoutRelevant,
            },
            ["epochs"] = info.Epochs,
            ["test"] = new JsonObject(info.TestMetrics.Select(m => KeyValuePair.Create(m.Key, (JsonNode?)(double.IsFinite(m.Value) ? m.Value : null)))),
        };
        return Encoding.UTF8.GetBytes(json.ToJsonString(Recipe.Indented) + "\n");
    }

    public static RecommenderInfo Read(string path)
    {
        try
        {
            return Read(JsonNode.Parse(File.ReadAllBytes(path))!.AsObject(), path);
        }
        catch (Exception e) when (e is JsonException or NullReferenceException or InvalidOperationException or FormatException or InvalidYamlException)
        {
            throw new StorageException($"{path} does not tell what it must: {e.Message} It may be of another version of Winnow; this is {LibraryVersion.Full}.", e);
        }
    }

    private static RecommenderInfo Read(JsonObject json, string path)
    {
        int format = json["format"]!.GetValue<int>();
        if (format != Format)
            throw new StorageException($"{path} has format {format}; this version of Winnow ({LibraryVersion.Full}) reads format {Format}. Use the version that wrote it.");
        JsonObject split = json["split"]!.AsObject();
        return new RecommenderInfo
        {
            Library = json["library"]!.GetValue<string>(),
            Recipe = RecommenderRecipe.Parse(json["recipe"]!.ToJsonString(), path),
            Fingerprint = split["fingerprint"]!.GetValue<string>(),
            Protocol = split["protocol"]!.GetValue<string>(),
            Users = split["users"]!.GetValue<int>(),
            Items = split["items"]!.GetValue<int>(),
            TrainingEvents = split["trainingEvents"]!.GetValue<int>(),
            JudgedUsers = split["judgedUsers"]!.GetValue<int>(),
            UsersWithoutRelevant = split["usersWithoutRelevant"]!.GetValue<int>(),
            Epochs = json["epochs"]?.GetValue<int>(),
            TestMetrics = json["test"]!.AsObject().ToDictionary(m => m.Key, m => m.Value?.GetValue<double>() ?? double.NaN),
        };
    }
}
