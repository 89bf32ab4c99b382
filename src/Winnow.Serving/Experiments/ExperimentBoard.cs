using System.Text.Json;
using Winnow.Serving.Http;

namespace Winnow.Serving;

/// <summary>The experiment that runs, kept in a file over restarts. Safe from any thread.</summary>
internal sealed class ExperimentBoard
{
    private const string FileName = "experiment.json";

    private readonly string _file;
    private readonly Lock _gate = new();
    private Experiment _present;

    /// <summary>Takes up the experiment of the data directory, if there is one.</summary>
    /// <exception cref="InvalidDataException">The file is not as this class writes it.</exception>
    public ExperimentBoard(string directory)
    {
        _file = Path.Combine(directory, FileName);
        _present = File.Exists(_file) ? Read(_file) : Experiment.None;
    }

    /// <summary>The experiment that runs.</summary>
    public Experiment Present => Volatile.Read(ref _present);

    /// <summary>Begins another one; <see cref="Experiment.None"/> ends it.</summary>
    /// <exception cref="IOException">It cannot be kept; the present one goes on.</exception>
    public void Begin(Experiment experiment)
    {
        lock (_gate)
        {
            string aside = _file + ".tmp";
            using (FileStream file = new(aside, FileMode.Create, FileAccess.Write))
            {
                JsonSerializer.Serialize(file, ExperimentBody.Of(experiment), ServerJson.Default.ExperimentBody);
                file.Flush(flushToDisk: true);
            }
            File.Move(aside, _file, overwrite: true);
            Volatile.Write(ref _present, experiment);
        }
    }

    private static Experiment Read(string file)
    {
        try
        {
            using FileStream stream = File.OpenRead(file);
            return JsonSerializer.Deserialize(stream, ServerJson.Default.ExperimentBody)!.ToExperiment();
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new InvalidDataException($"{file} is no experiment: {e.Message} Mend or delete it.", e);
        }
    }
}
