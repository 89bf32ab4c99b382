using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Winnow.Training.Storage;

namespace Winnow.Training.Checkpoints;

/// <summary>
/// The checkpoints of one run: <c>step-N</c> holds weights, rows and state after N steps, <c>best-N</c> the weights and rows of the
/// best evaluation. Each is written whole or not at all, so that the newest one can be loaded whenever the process died.
/// </summary>
public sealed class CheckpointStore
{
    private const string StepPrefix = "step-", BestPrefix = "best-", StateFile = "state.json";

    private readonly string _directory;
    private readonly int _keep;

    /// <summary>Opens the place of a run's checkpoints and clears away what a killed writer left.</summary>
    /// <param name="directory">The directory; made when missing.</param>
    /// <param name="keep">Checkpoints kept, at least 1.</param>
    /// <exception cref="StorageException">The directory cannot be made.</exception>
    public CheckpointStore(string directory, int keep)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, 1);
        (_directory, _keep) = (Path.GetFullPath(directory), keep);
        try
        {
            Directory.CreateDirectory(_directory);
            foreach (string partial in Directory.GetDirectories(_directory, "*" + AtomicDirectory.PartialSuffix)) Directory.Delete(partial, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"{_directory} cannot hold checkpoints: {e.Message} Choose another directory.", e);
        }
    }

    /// <summary>The directory of the checkpoints.</summary>
    public string DirectoryPath => _directory;

    /// <summary>Saves a moment of training, then forgets checkpoints that are no longer kept.</summary>
    /// <param name="state">The state besides weights and rows.</param>
    /// <param name="run">What the run is: recipe and data. A checkpoint of another run is refused when it is loaded.</param>
    /// <param name="fill">Writes weights and rows into the directory it is given.</param>
    /// <returns>The directory of the checkpoint.</returns>
    /// <exception cref="StorageException">It could not be written; earlier checkpoints are untouched.</exception>
    public string Save(TrainingState state, JsonObject run, Action<string> fill)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(run);
        string path = PathOf(StepPrefix, state.Step);
        AtomicDirectory.Write(path, directory =>
        {
            fill(directory);
            File.WriteAllBytes(Path.Combine(directory, StateFile), StateToJson(state, run));
        });
        Forget();
        return path;
    }

    /// <summary>Saves the weights and rows of the best evaluation so far.</summary>
    /// <param name="step">Steps taken.</param>
    /// <param name="fill">Writes weights and rows into the directory it is given.</param>
    /// <exception cref="StorageException">It could not be written.</exception>
    public void SaveBest(long step, Action<string> fill) => AtomicDirectory.Write(PathOf(BestPrefix, step), fill);

    /// <summary>Deletes best weights older than those of a step, for runs that keep no checkpoints that might need them.</summary>
    /// <param name="step">Steps taken when the weights to keep were saved.</param>
    public void ForgetBestBefore(long step)
    {
        foreach (string best in Directory.GetDirectories(_directory, BestPrefix + "*"))
            if (string.CompareOrdinal(best, PathOf(BestPrefix, step)) < 0) AtomicDirectory.Delete(best);
    }

    /// <summary>The directory of the best weights, verified.</summary>
    /// <param name="step">Steps taken when they were saved.</param>
    /// <exception cref="StorageException">It is missing or damaged.</exception>
    public string OpenBest(long step)
    {
        string path = PathOf(BestPrefix, step);
        FileManifest.Verify(path);
        return path;
    }

    /// <summary>Finds the newest checkpoint.</summary>
    /// <param name="run">What the run is, as given to <see cref="Save"/>.</param>
    /// <param name="state">The state besides weights and rows.</param>
    /// <param name="directory">The directory with weights and rows, verified.</param>
    /// <returns>False if there is none.</returns>
    /// <exception cref="StorageException">The checkpoint is damaged, or of another run; the message says which and what differs.</exception>
    public bool TryOpenLatest(JsonObject run, out TrainingState state, out string directory)
    {
        (state, directory) = (TrainingState.Start, "");
        if (Steps().LastOrDefault() is not { } path) return false;
        FileManifest.Verify(path);
        directory = path;
        state = ReadState(path, out JsonNode stored);
        if (JsonDifference.Find(stored, run) is { } difference)
            throw new StorageException($"{path} is a checkpoint of another run: {difference}. Use the same recipe and data, or another checkpoint directory.");
        return true;
    }

    private static byte[] StateToJson(TrainingState state, JsonObject run)
    {
        ArrayBufferWriter<byte> bytes = new();
        using (Utf8JsonWriter json = new(bytes, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WritePropertyName("run");
            run.WriteTo(json);
            json.WritePropertyName("state");
            TrainingStateJson.Write(json, state);
            json.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }

    private static TrainingState ReadState(string path, out JsonNode run)
    {
        string file = Path.Combine(path, StateFile);
        try
        {
            using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(file));
            run = JsonNode.Parse(json.RootElement.GetProperty("run").GetRawText())!;
            return TrainingStateJson.Read(json.RootElement.GetProperty("state"));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IOException)
        {
            throw new StorageException($"{file} is no state of training: {e.Message} Delete {path} to go on from the checkpoint before.", e);
        }
    }

    /// <summary>Keeps the newest checkpoints, and the best weights they refer to.</summary>
    private void Forget()
    {
        string[] steps = [.. Steps()];
        foreach (string old in steps.SkipLast(_keep)) AtomicDirectory.Delete(old);
        HashSet<string> referred = [.. steps.TakeLast(_keep).Select(s => PathOf(BestPrefix, ReadState(s, out _).Watch.BestStep))];
        foreach (string best in Directory.GetDirectories(_directory, BestPrefix + "*"))
            if (!referred.Contains(best)) AtomicDirectory.Delete(best);
    }

    private IEnumerable<string> Steps() => Directory.GetDirectories(_directory, StepPrefix + "*").Order(StringComparer.Ordinal);

    private string PathOf(string prefix, long step) =>
        Path.Combine(_directory, string.Create(CultureInfo.InvariantCulture, $"{prefix}{step:d12}"));
}
