using System.Runtime.ExceptionServices;
using Winnow.Data;
using Winnow.Models;
using Winnow.Numerics;
using Winnow.Retrieval;
using Winnow.Training.ModelFiles;
using Winnow.Training.Storage;

namespace Winnow.Serving;

/// <summary>Everything of a release that is open, and the funnel it makes.</summary>
internal sealed class LoadedParts : IDisposable
{
    private readonly IRecallSource?[] _sources;
    private FunnelRules? _rules;
    private IReRanker? _reRanker;
    private RankerExplanation? _explanation;

    private LoadedParts(int sources) => _sources = new IRecallSource[sources];

    /// <summary>The items.</summary>
    public ItemCatalogue Items { get; private set; } = null!;

    /// <summary>The users that models were trained on.</summary>
    public IdIndex Users { get; private set; } = null!;

    private IEnumerable<IRecallSource> Sources => _sources.OfType<IRecallSource>();

    /// <summary>The most popular items.</summary>
    public PopularSource Popular { get; private set; } = null!;

    /// <summary>The pre-ranker; null: none.</summary>
    public RankingScorer? PreRanker { get; private set; }

    /// <summary>The ranker; null: none.</summary>
    public RankingScorer? Ranker { get; private set; }

    /// <summary>Opens a release.</summary>
    public static LoadedParts Open(ReleasePaths paths, ReleaseInfo info, bool verify)
    {
        LoadedParts parts = new(info.Funnel.Recall.Sources.Count);
        try
        {
            OpenAll(
            [
                () => parts.Items = new ItemCatalogue(paths, info),
                () => parts.Users = PackedTexts.ReadIds(paths.UserIds),
                () => parts.Popular = OpenPopularity(paths, info),
                () => parts.PreRanker = info.Funnel.PreRank is null ? null : OpenScorer(paths, StageNames.PreRank, info),
                () => parts.Ranker = info.Funnel.Rank is null ? null : OpenScorer(paths, StageNames.Rank, info),
                .. info.Funnel.Recall.Sources.Select((options, number) => (Action)(() => parts._sources[number] = OpenSource(paths, ReleasePaths.Source(number), info, options, verify))),
            ]);
            parts.NamePopular(info);
            if (parts.Ranker is { } ranker) parts._explanation = new RankerExplanation(ranker, parts.Items);
            parts._rules = FunnelRules.Create(info.Funnel.Rules, parts.Items);
            parts._reRanker = info.Funnel.ReRank?.Create(parts.Items);
            return parts;
        }
        catch
        {
            parts.Dispose();
            throw;
        }
    }

    /// <summary>What the funnel is put together from.</summary>
    public FunnelParts ToFunnel(ReleaseInfo info, TimeProvider time) => new()
    {
        Release = info.Name, Options = info.Funnel, Items = Items, Users = Users, LastResort = Popular, PreRanker = PreRanker, Ranker = Ranker, ReRanker = _reRanker,
        Sources = [.. Sources.Zip(info.Funnel.Recall.Sources, (source, options) => (source, options.Quota))],
        Filters = _rules!.Filters, ScoreRules = _rules.ScoreRules, PageRules = _rules.PageRules, Time = time,
        Explain = _explanation is { } explanation ? explanation.Explain : null,
        Similar = new ItemSimilarity(Items, [.. Sources]).Find, Update = Update,
        Audits = [.. Sources.OfType<TowersSource>().Where(s => s.Audit is not null).Select(s => (s.Name, s.Audit!))],
    };

    public void Dispose()
    {
        foreach (IRecallSource source in Sources) (source as IDisposable)?.Dispose();
        _explanation?.Dispose();
        PreRanker?.Dispose();
        Ranker?.Dispose();
        Items?.Dispose();
    }

    /// <summary>Opens things at the same time, because one thread would have a large release wait for another.</summary>
    private static void OpenAll(Action[] openings)
    {
        try
        {
            Parallel.Invoke(openings);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }

    /// <summary>The sources of popular items are the one list under their names.</summary>
    private void NamePopular(ReleaseInfo info)
    {
        for (int s = 0; s < _sources.Length; s++) _sources[s] ??= Popular.Named(info.Funnel.Recall.Sources[s].EffectiveName);
    }

    /// <summary>Takes over changed features of an item, in the catalogue and in what the models see of it.</summary>
    private void Update(int item, FeatureValues changes)
    {
        FeatureValues all = Items.Update(item, changes);
        PreRanker?.Update(item, Items.Ids[item], all);
        Ranker?.Update(item, Items.Ids[item], all);
    }

    private static PopularSource OpenPopularity(ReleasePaths paths, ReleaseInfo info)
    {
        using PackedFile file = PackedFile.Open(paths.Popularity);
        int[] items = file.Array<int>("items", info.Items).Slice(0, info.Items).ToArray(), counts = file.Array<int>("counts", info.Items).Slice(0, info.Items).ToArray();
        return new PopularSource("popular", items, counts);
    }

    private static IRecallSource? OpenSource(ReleasePaths paths, string folder, ReleaseInfo info, RecallSourceOptions options, bool verify)
    {
        switch (options)
        {
            case PopularSourceOptions: return null;         // made of the one list
            case SimilarItemsSourceOptions similar: return new SimilarItemsSource(options.EffectiveName, new ItemNeighbours(paths.Neighbours(folder), info.Items), similar.Recent);
        }
        ITopNRecommender model = RecommenderDirectory.LoadModel(paths.Model(folder), out _);
        try
        {
            NumberMap items = NumberMap.Read(paths.ItemMap(folder), info.Items), users = NumberMap.Read(paths.UserMap(folder), info.Users);
            return options is TowersSourceOptions towers
                ? OpenTowers(paths, folder, info, towers, (ITowerModel)model, items, users, verify)
                : new RecommenderSource(options.EffectiveName, model, items, users);
        }
        catch
        {
            (model as IDisposable)?.Dispose();
            throw;
        }
    }

    private static TowersSource OpenTowers(ReleasePaths paths, string folder, ReleaseInfo info, TowersSourceOptions options, ITowerModel model, NumberMap items, NumberMap users, bool verify)
    {
        string path = paths.Index(folder);
        IDisposable index = options.Index == VectorIndexKind.Hnsw ? HnswIndex.Map(path, verify) : ExactIndex.Load(path);
        try
        {
            (ModelVersion version, int dimension) = index is HnswIndex graph ? (graph.Version, graph.Dimension) : (((ExactIndex)index).Version, ((ExactIndex)index).Dimension);
            if (version.Name != info.Name || dimension != model.Dimension)
                throw new StorageException($"{path} is of model {version} with {dimension} numbers a vector, but the release is {info.Name} with {model.Dimension}. Restore it from a copy, or pack it again.");
            return new TowersSource(options.EffectiveName, model, items, users, index, options);
        }
        catch
        {
            index.Dispose();
            throw;
        }
    }

    private static RankingScorer OpenScorer(ReleasePaths paths, string part, ReleaseInfo info)
    {
        TrainedModel model = ModelDirectory.Load(paths.Model(part), WorkerTeam.Single);
        try
        {
            ColumnSides sides = new(model.Plan, info.ItemFeatures);
            return new RankingScorer(model, sides, new EncodedItems(paths.EncodedItems(part), sides.ItemPlan, info.Items));
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }
}
