using Winnow.Data;
using Winnow.Numerics;
using Winnow.Training;
using Winnow.Training.Storage;

namespace Winnow.Serving;

/// <summary>Packs a release: everything a server needs, in one directory, checked to agree with itself.</summary>
public sealed class ReleaseBuilder
{
    private readonly FunnelOptions _options;
    private readonly CatalogueData _data;
    private readonly WorkerTeam _team;
    private readonly IProgress<string>? _progress;
    private readonly CancellationToken _cancel;

    private ReleaseBuilder(FunnelOptions options, CatalogueData data, WorkerTeam team, IProgress<string>? progress, CancellationToken cancel) =>
        (_options, _data, _team, _progress, _cancel) = (options, data.Complete(), team, progress, cancel);

    /// <summary>Packs a release; one that is there is replaced whole or not at all.</summary>
    /// <param name="path">The directory; its last part names the release.</param>
    /// <param name="options">The funnel.</param>
    /// <param name="data">Its items, users and their log.</param>
    /// <param name="team">Threads that build indexes; their number changes no byte.</param>
    /// <param name="progress">Told what is being done; null: nobody is.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>What was packed.</returns>
    /// <exception cref="ArgumentException">A model does not fit the catalogue or its place in the funnel, or a rule names what there is not.</exception>
    /// <exception cref="StorageException">A model is damaged, or the release could not be written; what was there is untouched.</exception>
    public static ReleaseInfo Pack(
        string path, FunnelOptions options, CatalogueData data, WorkerTeam team, IProgress<string>? progress = null, CancellationToken cancel = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(team);
        ReleaseBuilder builder = new(options, data, team, progress, cancel);
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        ReleaseInfo? info = null;
        AtomicDirectory.Write(path, directory => info = builder.Write(new ReleasePaths(directory), name));
        return info!;
    }

    private ReleaseInfo Write(ReleasePaths paths, string name)
    {
        string[] attributes = [.. _options.Rules.SelectMany(r => r.Attributes).Concat(_options.ReRank?.Attributes ?? []).Concat(_options.Catalogue.Attributes).Distinct(StringComparer.Ordinal)];
        CheckAttributes(attributes);
        _progress?.Report($"{_data.Items.Count:N0} items, {_data.Users.Count:N0} users, {_data.Log.Count:N0} events");
        CataloguePacking.Write(paths, _data, attributes, _options.Catalogue.History);
        string version = $"{name}-{ReleaseFingerprint.Of(paths, _options)}";

        ModelPacking packing = new(paths, _data, version, _team, _progress, _cancel);
        List<PackedModel> models = [];
        foreach ((int number, RecallSourceOptions source) in _options.Recall.Sources.Index())
            if (source is ModelSourceOptions model) models.Add(packing.PackSource(ReleasePaths.Source(number), model));
        if (_options.PreRank is { } preRank) models.Add(packing.PackScorer(StageNames.PreRank, preRank));
        if (_options.Rank is { } rank) models.Add(packing.PackScorer(StageNames.Rank, rank));

        ReleaseInfo info = new()
        {
            Name = version, Library = LibraryVersion.Full, Funnel = _options, Items = _data.Items.Count, Users = _data.Users.Count,
            ItemFeatures = _data.Items.Names, Attributes = attributes, VectorDimension = packing.VectorDimension, Models = models,
        };
        ReleaseInfoJson.Write(paths.Info, info);
        _progress?.Report("checking that it opens");
        LoadedParts.Open(paths, info, verify: false).Dispose();     // rules and re-ranking find what they name, models their rows
        return info;
    }

    private void CheckAttributes(string[] attributes)
    {
        string[] unknown = [.. attributes.Except(_data.Items.Names)];
        if (unknown.Length == 0) return;
        string hint = NearestName.Find(unknown[0], _data.Items.Names) is { } near ? $" Did you mean '{near}'?" : "";
        throw new ArgumentException($"The funnel asks for the item features {string.Join(", ", unknown)}, which no item has. They have: {string.Join(", ", _data.Items.Names)}.{hint}");
    }
}
