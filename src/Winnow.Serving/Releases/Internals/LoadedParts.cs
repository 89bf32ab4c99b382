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
    private readonly List<IRecallSource> _sources = [];
    private FunnelRules? _rules;
    private IReRanker? _reRanker;
    private RankerExplanation? _explanation;

    private LoadedParts(ItemCatalogue items, IdIndex users) => (Items, Users) = (items, users);

    /// <summary>The items.</summary>
    public ItemCatalogue Items { get; }

    /// <summary>The users that models were trained on.</summary>
    public IdIndex Users { get; }

    /// <summary>The recall sources, in the order of the options.</summary>
    public IReadOnlyList<IRecallSource> Sources => _sources;

    /// <summary>The most popular items.</summary>
    public PopularSource Popular { get; private set; } = null!;

    /// <summary>The pre-ranker; null: none.</summary>
    public RankingScorer? PreRanker { get; private set; }

    /// <summary>The ranker; null: none.</summary>
    public RankingScorer? Ranker { get; private set; }

    /// <summary>Opens a release.</summary>
    public static LoadedParts Open(ReleasePaths paths, ReleaseInfo info, bool verify)
    {
        LoadedParts parts = new(new ItemCatalogue(paths, info), PackedTexts.ReadIds(paths.UserIds));
        try
        {
            parts.OpenPopularity(paths);
            foreach ((int number, RecallSourceOptions options) in info.Funnel.Recall.Sources.Index()) parts._sources.Add(parts.OpenSource(paths, ReleasePaths.Source(number), info, options, verify));
            if (info.Funnel.PreRank is not null) parts.PreRanker = parts.OpenScorer(paths, StageNames.PreRank, info);
            if (info.Funnel.Rank is not null) parts.Ranker = parts.OpenScorer(paths, StageNames.Rank, info);
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
        Sources = [.. _sources.Zip(info.Funnel.Recall.Sources, (source, options) => (source, options.Quota))],
        Filters = _rules!.Filters, ScoreRules = _rules.ScoreRules, PageRules = _rules.PageRules, Time = time,
        Explain = _explanation is { } explanation ? explanation.Explain : null,
        Similar = new ItemSimilarity(Items, _sources).Find, Update = Update,
        Audits = [.. _sources.OfType<TowersSource>().Where(s => s.Audit is not null).Select(s => (s.Name, s.Audit!))],
    };

    public void Dispose()
    {
        foreach (IRecallSource source in _sources) (source as IDisposable)?.Dispose();
        _explanation?.Dispose();
        PreRanker?.Dispose();
        Ranker?.Dispose();
        Items.Dispose();
    }

    /// <summary>Takes over changed features of an item, in the catalogue and in what the models see of it.</summary>
    private void Update(int item, FeatureValues changes)
    {
        FeatureValues all = Items.Update(item, changes);
        PreRanker?.Update(item, Items.Ids[item], all);
        Ranker?.Update(item, Items.Ids[item], all);
    }

    private void OpenPopularity(ReleasePaths paths)
    {
        using PackedFile file = PackedFile.Open(paths.Popularity);
        Popular = new PopularSource("popular", file.Array<int>("items", Items.Ids.Count).Slice(0, Items.Ids.Count).ToArray(), file.Array<int>("counts", Items.Ids.Count).Slice(0, Items.Ids.Count).ToArray());
    }

    private IRecallSource OpenSource(ReleasePaths paths, string folder, ReleaseInfo info, RecallSourceOptions options, bool verify)
    {
        switch (options)
        {
            case PopularSourceOptions: return Popular.Named(options.EffectiveName);
            case SimilarItemsSourceOptions similar: return new SimilarItemsSource(options.EffectiveName, new ItemNeighbours(paths.Neighbours(folder), Items.Ids.Count), similar.Recent);
        }
        FittedRecommender fitted = RecommenderDirectory.Load(paths.Model(folder));
        try
        {
            NumberMap items = new(Items.Ids, fitted.Items), users = new(Users, fitted.Users);
            return options is TowersSourceOptions towers
                ? OpenTowers(paths, folder, info, towers, (ITowerModel)fitted.Model, items, users, verify)
                : new RecommenderSource(options.EffectiveName, fitted.Model, items, users);
        }
        catch
        {
            fitted.Dispose();
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

    private RankingScorer OpenScorer(ReleasePaths paths, string part, ReleaseInfo info)
    {
        TrainedModel model = ModelDirectory.Load(paths.Model(part), WorkerTeam.Single);
        try
        {
            ColumnSides sides = new(model.Plan, info.ItemFeatures);
            return new RankingScorer(model, sides, new EncodedItems(paths.EncodedItems(part), sides.ItemPlan, Items.Ids.Count));
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }
}
