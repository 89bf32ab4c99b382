using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Winnow.Data;

/// <summary>What <c>split.json</c> tells of a saved split.</summary>
internal sealed class SplitManifest
{
    public const string FileName = "split.json";

    private const int Version = 1;
    private const string Kind = "winnow split";

    /// <summary>How it was cut.</summary>
    public required string Protocol { get; init; }

    /// <summary>Its fingerprint.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Whole numbers of which the files are in need: counts and shapes, by name.</summary>
    public required SortedDictionary<string, long> Numbers { get; init; }

    /// <summary>SHA-256 of the bytes of each file, by name.</summary>
    public required SortedDictionary<string, string> Files { get; init; }

    /// <summary>The number of a name; 0 if it was not written.</summary>
    public int this[string name] => (int)Numbers.GetValueOrDefault(name);

    public void Write(string directory)
    {
        using FileStream file = new(Path.Combine(directory, FileName), FileMode.CreateNew);
        using (Utf8JsonWriter json = new(file, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("kind", Kind);
            json.WriteNumber("version", Version);
            json.WriteString("protocol", Protocol);
            json.WriteString("fingerprint", Fingerprint);
            json.WriteStartObject("numbers");
            foreach ((string name, long number) in Numbers) json.WriteNumber(name, number);
            json.WriteEndObject();
            json.WriteStartObject("files");
            foreach ((string name, string sha256) in Files) json.WriteString(name, sha256);
            json.WriteEndObject();
            json.WriteString("checksum", Checksum());
            json.WriteEndObject();
        }
        file.Flush(flushToDisk: true);
    }

    /// <summary>Reads the manifest of a folder and checks it, but not the files it lists.</summary>
    /// <exception cref="InvalidSplitException">There is none, or it is damaged or of another version.</exception>
    public static SplitManifest Read(string directory)
    {
        string path = Path.Combine(directory, FileName);
        if (!File.Exists(path)) throw new InvalidSplitException($"'{directory}' holds no split: there is no {FileName} in it. Name a folder that a split was saved to.");
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            JsonElement root = document.RootElement;
            if (root.GetProperty("kind").GetString() != Kind) throw new InvalidSplitException($"'{path}' is not the description of a split. Name a folder that a split was saved to.");
            int version = root.GetProperty("version").GetInt32();
            if (version != Version) throw new InvalidSplitException($"'{path}' has version {version}; this program reads version {Version}. Use the program that wrote it.");
            SplitManifest manifest = new()
            {
                Protocol = root.GetProperty("protocol").GetString()!,
                Fingerprint = root.GetProperty("fingerprint").GetString()!,
                Numbers = new(root.GetProperty("numbers").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetInt64()), StringComparer.Ordinal),
                Files = new(root.GetProperty("files").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!), StringComparer.Ordinal),
            };
            if (root.GetProperty("checksum").GetString() != manifest.Checksum()) throw new InvalidSplitException($"'{path}' was changed: its checksum does not fit. Restore it from a copy.");
            return manifest;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidSplitException($"'{path}' is damaged: {e.Message} Restore it from a copy.", e);
        }
    }

    /// <summary>SHA-256 of a file.</summary>
    public static string Sha256(string path)
    {
        using FileStream file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    private string Checksum()
    {
        IEnumerable<string> lines = [Protocol, Fingerprint, .. Numbers.Select(n => $"{n.Key}={n.Value}"), .. Files.Select(f => $"{f.Key}={f.Value}")];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
    }
}
