using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Winnow.Training.Storage;

namespace Winnow.Training.Tuning;

/// <summary>The trials of a search as JSON lines: a heading that says what is searched, then a line a trial, flushed to the disk as it ends.</summary>
/// <remarks>A search that is started again replays the record and goes on behind it; a last line that was cut off by a kill is dropped.</remarks>
public sealed class TrialRecord : IDisposable
{
    private readonly FileStream? _file;
    private readonly Queue<Trial> _old;

    private TrialRecord(FileStream? file, IEnumerable<Trial> old)
    {
        (_file, _old) = (file, new Queue<Trial>(old));
        Replayed = _old.Count;
    }

    /// <summary>Trials that were in the record when it was opened.</summary>
    public int Replayed { get; }

    /// <summary>A record that is kept nowhere.</summary>
    public static TrialRecord None() => new(null, []);

    /// <summary>Opens a record, or begins one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="search">What is searched: model, space, data, metric, seed. A record of another search is refused.</param>
    /// <exception cref="StorageException">The file is of another search, or cannot be read or written.</exception>
    public static TrialRecord Open(string path, string search)
    {
        ArgumentNullException.ThrowIfNull(search);
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
            FileStream file = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
            try
            {
                return new TrialRecord(file, ReadOrBegin(file, path, search));
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The record of trials {path} cannot be used: {e.Message} Choose another place for it.", e);
        }
    }

    /// <summary>The next trial of the record, if it is not replayed to its end.</summary>
    /// <param name="settings">What the search proposes now.</param>
    /// <returns>Null behind the end.</returns>
    /// <exception cref="StorageException">The record holds other settings here.</exception>
    public Trial? Replay(IReadOnlyDictionary<string, string> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (!_old.TryDequeue(out Trial? trial)) return null;
        if (trial.Settings.Count == settings.Count && trial.Settings.All(s => settings.TryGetValue(s.Key, out string? value) && value == s.Value)) return trial;
        throw new StorageException($"{_file!.Name}: trial {trial.Number} was of {trial.SettingsText}, but this search comes to "
            + $"{string.Join(", ", settings.Select(s => $"{s.Key}={s.Value}"))}. It was written by another version of Winnow or edited; delete it to search anew.");
    }

    /// <summary>Adds a trial and flushes it to the disk.</summary>
    public void Add(Trial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        if (_file is null) return;
        WriteLine(_file, new JsonObject
        {
            ["trial"] = trial.Number,
            ["settings"] = new JsonObject(trial.Settings.Select(s => KeyValuePair.Create(s.Key, (JsonNode?)s.Value))),
            ["value"] = trial.Value,
            ["epochs"] = trial.Epochs,
            ["error"] = trial.Error,
            ["seconds"] = Math.Round(trial.Seconds, 3),
        });
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file?.Dispose();

    private static List<Trial> ReadOrBegin(FileStream file, string path, string search)
    {
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        int whole = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        string[] lines = Encoding.UTF8.GetString(bytes, 0, whole).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        List<Trial> trials = [];
        if (lines.Length > 0)
        {
            string found = Parse(lines[0], path, 1)["search"]?.GetValue<string>() ?? "";
            if (found != search)
                throw new StorageException($"{path} records another search.\n  there: {found}\n  here:  {search}\nName another record, or delete it to search anew.");
            for (int i = 1; i < lines.Length; i++) trials.Add(TrialOf(Parse(lines[i], path, i + 1), path, i + 1));
        }
        file.SetLength(whole);
        file.Position = whole;
        if (lines.Length == 0) WriteLine(file, new JsonObject { ["search"] = search, ["library"] = LibraryVersion.Full });
        return trials;
    }

    private static void WriteLine(FileStream file, JsonObject json)
    {
        file.Write(Encoding.UTF8.GetBytes(json.ToJsonString() + "\n"));
        file.Flush(flushToDisk: true);
    }

    private static JsonObject Parse(string line, string path, int number)
    {
        try
        {
            return JsonNode.Parse(line)!.AsObject();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Damaged(path, number, e);
        }
    }

    private static Trial TrialOf(JsonObject json, string path, int line)
    {
        try
        {
            Dictionary<string, string> settings = json["settings"]!.AsObject().ToDictionary(s => s.Key, s => s.Value!.GetValue<string>(), StringComparer.Ordinal);
            return new Trial(
                json["trial"]!.GetValue<int>(), settings, json["value"]?.GetValue<double>(), json["epochs"]?.GetValue<int>(),
                json["error"]?.GetValue<string>(), json["seconds"]!.GetValue<double>());
        }
        catch (Exception e) when (e is NullReferenceException or InvalidOperationException or FormatException)
        {
            throw Damaged(path, line, e);
        }
    }

    private static StorageException Damaged(string path, int line, Exception e) =>
        new($"{path}:{line}: this line is no trial ({e.Message}). Delete the line and those after it, or the file to search anew.", e);
}
