using System.Text.Json.Nodes;

namespace Winnow.Training.Checkpoints;

/// <summary>Says where two JSON documents differ.</summary>
internal static class JsonDifference
{
    /// <summary>The first difference as text: path, value there, value here; null if there is none.</summary>
    public static string? Find(JsonNode? there, JsonNode? here, string path = "")
    {
        if (there is JsonObject a && here is JsonObject b)
        {
            IEnumerable<string> keys = a.Select(p => p.Key).Union(b.Select(p => p.Key));
            return keys.Select(k => Find(a[k], b[k], path.Length == 0 ? k : $"{path}.{k}")).FirstOrDefault(d => d is not null);
        }

        return JsonNode.DeepEquals(there, here) ? null : $"{path} was {Text(there)}, now it is {Text(here)}";
    }

    private static string Text(JsonNode? node) => node?.ToJsonString() ?? "nothing";
}
