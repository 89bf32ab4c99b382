using Winnow.Retrieval;
using Winnow.Training.Storage;

namespace Winnow.Serving;

/// <summary>A release: a directory that <c>winnow pack</c> wrote, with everything a server needs, ready to answer.</summary>
/// <remarks>What is big is mapped and read when touched, so opening takes seconds for any catalogue. Safe from any thread. <see cref="Dispose"/> returns at once;
/// the memory is freed when the last stage that reads it has ended.</remarks>
public sealed class Release : IDisposable
{
    private readonly ReleasePaths _paths;
    private readonly LoadedParts _parts;

    private Release(ReleasePaths paths, ReleaseInfo info, LoadedParts parts, TimeProvider time)
    {
        (_paths, Info, _parts) = (paths, info, parts);
        Funnel = new Funnel(parts.ToFunnel(info, time), parts.Dispose);
    }

    /// <summary>What it is.</summary>
    public ReleaseInfo Info { get; }

    /// <summary>Its name and version.</summary>
    public string Name => Info.Name;

    /// <summary>Its funnel.</summary>
    public Funnel Funnel { get; }

    /// <summary>Opens a release.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="time">The clock of rules and circuit breakers; null: the system's.</param>
    /// <param name="verify">Whether every byte is compared with its checksum first. Otherwise lengths, headers, small files and models are; a damaged
    /// vector or link then costs recall and never leads out of its file.</param>
    /// <exception cref="StorageException">It is no release, damaged, cut short, or of another version; the message names the file and what to do.</exception>
    public static Release Load(string path, TimeProvider? time = null, bool verify = false)
    {
        string directory = AtomicDirectory.Find(path);
        ReleasePaths paths = new(directory);
        if (!File.Exists(paths.Info)) throw new StorageException($"{path} holds no release: it has no release.json. Name a directory that `winnow pack` wrote.");
        ReleaseManifest.Verify(directory, verify);
        ReleaseInfo info = ReleaseInfoJson.Read(paths.Info);
        try
        {
            return new Release(paths, info, LoadedParts.Open(paths, info, verify), time ?? TimeProvider.System);
        }
        catch (Exception e) when (e is IndexFileException or InvalidDataException or ArgumentException or IOException)
        {
            throw new StorageException($"Release {path} does not agree with itself: {e.Message} Restore it from a copy, or pack it again.", e);
        }
    }

    /// <summary>Whether a directory holds a release.</summary>
    public static bool IsOne(string path) => File.Exists(new ReleasePaths(path).Info);

    /// <summary>The users the release knows, in the order of the catalogue: what an empty feature store is filled with.</summary>
    public IEnumerable<PackedUser> Users()
    {
        using PackedFeatures features = new(_paths.UserFeatures);
        using Histories histories = new(_paths.Histories, Info.Users);
        for (int user = 0; user < Info.Users; user++)
        {
            string[] items = new string[histories.Items(user).Length];
            for (int i = 0; i < items.Length; i++) items[i] = _parts.Items.Ids[histories.Items(user)[i]];
            yield return new PackedUser(_parts.Users[user], features[user], items, histories.Times(user).ToArray());
        }
    }

    /// <summary>The reports of the models, as pages to look at.</summary>
    /// <returns>The part of the funnel and the file.</returns>
    public IEnumerable<KeyValuePair<PackedModel, string>> Reports() => Info.Models
        .Select(m => KeyValuePair.Create(m, Path.Combine(_paths.Directory, m.Folder, "report.html")))
        .Where(r => File.Exists(r.Value));

    /// <summary>Answers some requests that nobody made, for about a second: until code is compiled and pages are read, stages are over their budgets. A
    /// server does it before it is ready.</summary>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="InvalidOperationException">The funnel cannot answer.</exception>
    public void WarmUp(CancellationToken cancel = default) => Internals.WarmUp.Run(Funnel, TimeProvider.System, cancel);

    /// <summary>Takes no more requests, and frees everything when the last stage has ended.</summary>
    public void Dispose() => Funnel.Dispose();
}
