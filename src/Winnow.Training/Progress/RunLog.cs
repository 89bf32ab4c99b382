using System.Text.Json;
using Winnow.Training.Checkpoints;
using Winnow.Training.Storage;

namespace Winnow.Training.Progress;

/// <summary>
/// Writes how a run went as JSON lines, one event a line with the seconds since the run began. What depends on the clock stands
/// here and nowhere in the model, so that the same recipe gives the same model files. A resumed run appends.
/// </summary>
public sealed class RunLog : ITrainingObserver, IDisposable
{
    private readonly FileStream _file;
    private readonly TimeProvider _time;
    private readonly long _start;

    /// <summary>Opens the log.</summary>
    /// <param name="path">The file, made when missing, appended to otherwise.</param>
    /// <param name="time">The clock.</param>
    public RunLog(string path, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        _time = time;
        _start = time.GetTimestamp();
    }

    /// <summary>Opens the log of a model directory: <c>OUTPUT.log.jsonl</c>, outside of the directory, which is replaced as a whole.</summary>
    /// <param name="output">The model directory.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="StorageException">The log cannot be written.</exception>
    public static RunLog Beside(string output, TimeProvider time)
    {
        string path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(output)) + ".log.jsonl";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return new RunLog(path, time);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"{path} cannot be written: {e.Message} Choose another place for the model.", e);
        }
    }

    /// <inheritdoc/>
    public void OnPhase(TrainingPhase phase) => Write("phase", json => json.WriteString("phase", phase.ToString()));

    /// <inheritdoc/>
    public void OnProgress(in TrainingProgress progress)
    {
        TrainingProgress p = progress;
        Write("progress", json =>
        {
            json.WriteNumber("step", p.Step);
            json.WriteNumber("epoch", p.Epoch);
            json.WriteNumber("samplesPerSecond", Math.Round(p.SamplesPerSecond));
            json.WriteNumber("loss", p.Loss);
            json.WriteNumber("learningRate", p.LearningRate);
        });
    }

    /// <inheritdoc/>
    public void OnEvaluation(EvaluationPoint evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        Write("evaluation", json =>
        {
            json.WritePropertyName("point");
            TrainingStateJson.WritePoint(json, evaluation);
        });
    }

    /// <inheritdoc/>
    public void OnCheckpoint(string directory, long step) => Write("checkpoint", json => json.WriteNumber("step", step));

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    private void Write(string name, Action<Utf8JsonWriter> fields)
    {
        using (Utf8JsonWriter json = new(_file))
        {
            json.WriteStartObject();
            json.WriteString("event", name);
            json.WriteNumber("seconds", Math.Round(_time.GetElapsedTime(_start).TotalSeconds, 3));
            fields(json);
            json.WriteEndObject();
        }

        _file.WriteByte((byte)'\n');
        _file.Flush();
    }
}
