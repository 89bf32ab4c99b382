using System.Text.Json;

namespace Winnow.Store.Local;

/// <summary>The file in the directory of a local cluster that says how it is made up, so that it is found and started again as it was.</summary>
public static class LocalStoreFile
{
    private const string Name = "store.json", MaxMemory = "maxmemory ";

    /// <summary>Reads how the cluster of a directory is made up.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="module">The module its nodes load.</param>
    /// <returns>The options; null if no cluster was ever made there.</returns>
    /// <exception cref="InvalidDataException">The file is not readable.</exception>
    public static LocalClusterOptions? Read(string directory, string? module)
    {
        string path = Path.Combine(directory, Name);
        if (!File.Exists(path)) return null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            JsonElement root = document.RootElement;
            return new LocalClusterOptions
            {
                Masters = root.GetProperty("masters").GetInt32(), Replicas = root.GetProperty("replicas").GetInt32(), Port = root.GetProperty("port").GetInt32(),
                Node = NodeOptions(directory, module, root.GetProperty("appendOnly").GetBoolean(), root.GetProperty("appendFsync").GetString()!, root.GetProperty("maxMemory").GetString()),
            };
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{path} does not describe a local store ({failure.Message}). Choose another directory, or delete this one with the data in it.", failure);
        }
    }

    /// <summary>Writes how a cluster is made up into its directory.</summary>
    /// <param name="options">The options; their port is set.</param>
    public static void Write(LocalClusterOptions options)
    {
        Directory.CreateDirectory(options.Node.Directory);
        string path = Path.Combine(options.Node.Directory, Name), aside = path + ".new";
        using (FileStream file = File.Create(aside))
        using (Utf8JsonWriter json = new(file, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("masters", options.Masters);
            json.WriteNumber("replicas", options.Replicas);
            json.WriteNumber("port", options.Port);
            json.WriteBoolean("appendOnly", options.Node.AppendOnly);
            json.WriteString("appendFsync", options.Node.AppendFsync);
            json.WriteString("maxMemory", MaxMemoryOf(options.Node));
            json.WriteEndObject();
        }
        File.Move(aside, path, overwrite: true);
    }

    /// <summary>How the nodes of a store for development run: snapshots as Redis takes them by default, and one when they stop.</summary>
    /// <param name="directory">The directory of the cluster.</param>
    /// <param name="module">The module to load.</param>
    /// <param name="appendOnly">Whether each write is appended to a file.</param>
    /// <param name="appendFsync">When that is forced to disk.</param>
    /// <param name="maxMemory">Most memory a node, as redis.conf writes sizes; null: no limit.</param>
    public static LocalNodeOptions NodeOptions(string directory, string? module, bool appendOnly, string appendFsync, string? maxMemory) => new()
    {
        Directory = directory, Module = module, AppendOnly = appendOnly, AppendFsync = appendFsync, Save = "3600 1 300 100 60 10000",
        NodeTimeout = TimeSpan.FromSeconds(5), Settings = maxMemory is null ? [] : [MaxMemory + maxMemory],
    };

    /// <summary>The limit of memory among the settings of a node; null: none.</summary>
    /// <param name="node">Options made by <see cref="NodeOptions"/>.</param>
    public static string? MaxMemoryOf(LocalNodeOptions node) =>
        node.Settings.FirstOrDefault(s => s.StartsWith(MaxMemory, StringComparison.Ordinal))?[MaxMemory.Length..];
}
