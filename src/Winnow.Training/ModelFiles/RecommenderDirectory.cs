using System.Text.Json;
using Winnow.Data;
using Winnow.Evaluation.Reports;
using Winnow.Models;
using Winnow.Training.Laboratory;
using Winnow.Training.Storage;

namespace Winnow.Training.ModelFiles;

/// <summary>
/// The directory of a fitted recommender: <c>model.json</c> (recipe, split, metrics), <c>state.safetensors</c> (what it learnt), <c>users.jsonl</c> and
/// <c>items.jsonl</c> (ids in the order of their numbers), <c>report.html</c> and the manifest with a checksum of each.
/// </summary>
/// <remarks>Same recipe, data and seed give the same bytes, but for the report, which tells how long it took.</remarks>
public static class RecommenderDirectory
{
    private const string InfoFile = "model.json", StateFile = "state.safetensors", UsersFile = "users.jsonl", ItemsFile = "items.jsonl", ReportFile = "report.html";

    /// <summary>Whether a directory holds a recommender rather than a ranking model.</summary>
    /// <param name="path">A model directory.</param>
    /// <exception cref="StorageException">There is no such directory.</exception>
    public static bool IsOne(string path) => File.Exists(Path.Combine(AtomicDirectory.Find(path), StateFile));

    /// <summary>Writes a model; one that is there is replaced whole or not at all.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="result">The model and how it did.</param>
    /// <exception cref="StorageException">It could not be written; what was there is untouched.</exception>
    public static void Save(string path, RecommenderResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        RecommenderInfo info = RecommenderInfo.Of(result);
        AtomicDirectory.Write(path, directory =>
        {
            RecommenderState state = new();
            result.Model.Save(state);
            SafeTensors.Write(Path.Combine(directory, StateFile), state);
            WriteIds(Path.Combine(directory, UsersFile), result.Split.Train.Users);
            WriteIds(Path.Combine(directory, ItemsFile), result.Split.Train.Items);
            File.WriteAllBytes(Path.Combine(directory, InfoFile), RecommenderInfoJson.Write(info));
            HtmlReport.Write(Path.Combine(directory, ReportFile), LaboratoryReport.Of(result));
        });
    }

    /// <summary>Loads a model for scoring.</summary>
    /// <param name="path">The directory.</param>
    /// <exception cref="StorageException">It is no directory of a recommender, damaged, or of another version; the message names the file.</exception>
    public static FittedRecommender Load(string path)
    {
        string directory = AtomicDirectory.Find(path);
        ITopNRecommender model = LoadModel(path, out RecommenderInfo info);
        return new FittedRecommender(info, model, ReadIds(Path.Combine(directory, UsersFile)), ReadIds(Path.Combine(directory, ItemsFile)));
    }

    /// <summary>Loads a model without the ids of its users and items, which take their time where there are millions.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="info">How it came to be and how good it is.</param>
    /// <returns>The model; the caller disposes of it if it can be.</returns>
    /// <exception cref="StorageException">It is no directory of a recommender, damaged, or of another version; the message names the file.</exception>
    public static ITopNRecommender LoadModel(string path, out RecommenderInfo info)
    {
        string directory = AtomicDirectory.Find(path);
        info = ReadInfo(path);
        ITopNRecommender model = info.Recipe.Model.Create();
        try
        {
            model.Load(SafeTensors.ReadState(Path.Combine(directory, StateFile)));
        }
        catch (InvalidDataException e)
        {
            throw new StorageException($"{Path.Combine(directory, StateFile)} is not of the model in {InfoFile}: {e.Message} Restore the directory from a copy, or train again.", e);
        }
        return model;
    }

    /// <summary>Reads what <c>model.json</c> tells, without loading the model.</summary>
    /// <param name="path">The directory.</param>
    /// <exception cref="StorageException">It is no directory of a recommender, damaged, or of another version.</exception>
    public static RecommenderInfo ReadInfo(string path)
    {
        string directory = AtomicDirectory.Find(path);
        if (!IsOne(path)) throw new StorageException($"{path} holds no recommender: it has no {StateFile}. Name a directory that `winnow train` wrote for a recommender.");
        FileManifest.Verify(directory);
        return RecommenderInfoJson.Read(Path.Combine(directory, InfoFile));
    }

    /// <summary>One id a line, as JSON: an id may hold any character.</summary>
    private static void WriteIds(string path, IdIndex ids)
    {
        using StreamWriter file = new(path);
        for (int i = 0; i < ids.Count; i++) file.Write($"\"{JsonEncodedText.Encode(ids[i])}\"\n");
    }

    private static IdIndex ReadIds(string path)
    {
        try
        {
            return new IdIndex([.. File.ReadLines(path).Select(line => JsonDocument.Parse(line).RootElement.GetString()!)]);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new StorageException($"{path} is no list of ids: {e.Message} Restore the directory from a copy.", e);
        }
    }
}

/// <summary>A recommender from a directory.</summary>
/// <param name="Info">How it came to be and how good it is.</param>
/// <param name="Model">The model.</param>
/// <param name="Users">Ids of the users it was fitted on, by number.</param>
/// <param name="Items">Ids of the items, by number.</param>
public sealed record FittedRecommender(RecommenderInfo Info, ITopNRecommender Model, IdIndex Users, IdIndex Items) : IDisposable
{
    /// <summary>Frees the model.</summary>
    public void Dispose() => (Model as IDisposable)?.Dispose();
}
