using Winnow.Data;
using Winnow.Models;
using Winnow.Numerics;
using Winnow.Retrieval;
using Winnow.Training.ModelFiles;
using Winnow.Training.Storage;

namespace Winnow.Serving;

/// <summary>Copies models into a release and makes what they need to answer fast: indexes, lists of neighbours, encoded items.</summary>
internal sealed unsafe class ModelPacking(
    ReleasePaths paths, CatalogueData data, string version, WorkerTeam team, IProgress<string>? progress, CancellationToken cancel)
{
    /// <summary>Length of the vectors by which items are alike, those of the first source that has any; 0: none has.</summary>
    public int VectorDimension { get; private set; }

    /// <summary>Packs the model of a recall source.</summary>
    /// <exception cref="ArgumentException">It does not fit the catalogue, or has no vectors where they are needed.</exception>
    public PackedModel PackSource(string folder, ModelSourceOptions options)
    {
        string name = options.EffectiveName;
        using FittedRecommender fitted = RecommenderDirectory.Load(options.Model);
        NumberMap items = new(data.Items.Ids, fitted.Items);
        CheckItems($"Recall source '{name}'", options.Model, items);
        string copy = $"{folder}/model";
        CopyDirectory(options.Model, paths.Model(folder));
        items.Write(paths.ItemMap(folder));
        new NumberMap(data.Users.Ids, fitted.Users).Write(paths.UserMap(folder));
        switch (options)
        {
            case TowersSourceOptions towers:
                if (fitted.Model is not ITowerModel model)
                    throw new ArgumentException($"Recall source '{name}' is of kind towers, but {options.Model} holds a {fitted.Info.Recipe.ModelName}, which has no vectors. Make it kind similarItems or recommender, or name a model with vectors.");
                progress?.Report($"{name}: index of {items.Shared:N0} vectors");
                PackVectors(folder, towers, model, items);
                break;
            case SimilarItemsSourceOptions similar:
                progress?.Report($"{name}: {similar.Neighbours} neighbours of {items.Shared:N0} items");
                ItemNeighbours.Write(paths.Neighbours(folder), fitted.Model, items, similar.Neighbours, cancel);
                break;
        }
        return new PackedModel(name, fitted.Info.Recipe.ModelName, copy, items.Shared, Malformed: 0);
    }

    /// <summary>Packs the pre-ranker or the ranker.</summary>
    /// <exception cref="ArgumentException">It reads nothing of the item, or knows none of the items.</exception>
    public PackedModel PackScorer(string part, ScoreStageOptions options)
    {
        if (RecommenderDirectory.IsOne(options.Model))
            throw new ArgumentException($"Key '{part}.model' names {options.Model}, which holds a recommender; expected a ranking model. Recommenders are recall sources.");
        using TrainedModel model = ModelDirectory.Load(options.Model, WorkerTeam.Single);
        ColumnSides sides = new(model.Plan, data.Items.Names);
        CopyDirectory(options.Model, paths.Model(part));
        progress?.Report($"{part}: encoding {data.Items.Count:N0} items");
        int malformed = EncodedItems.Write(paths.EncodedItems(part), sides.ItemPlan, data.Items, cancel);
        int known = KnownItems(sides, part);
        if (known == 0)
            throw new ArgumentException($"Key '{part}.model' names {options.Model}, which knows none of the {data.Items.Count} items of the catalogue. Train it on this catalogue, or pack the catalogue it was trained on.");
        return new PackedModel(part, model.Info.Recipe.ModelName, $"{part}/model", known, malformed);
    }

    private static void CheckItems(string what, string model, NumberMap items)
    {
        if (items.Shared * 2 >= items.Model && items.Shared > 0) return;
        throw new ArgumentException($"{what} names {model}, which knows {items.Model} items, of which {items.Shared} are among the {items.Release} of the catalogue. "
            + "Train it on this catalogue, or pack the catalogue it was trained on.");
    }

    private void PackVectors(string folder, TowersSourceOptions options, ITowerModel model, NumberMap items)
    {
        using NativeBuffer<float> all = new((nuint)model.Items * (nuint)model.Dimension);
        MatrixView vectors = new(all.Pointer, model.Items, model.Dimension);
        model.ItemVectors(vectors);
        if (VectorDimension == 0) WriteUnitVectors(vectors, items);
        int[] ids = new int[items.Shared];
        using NativeBuffer<float> kept = new((nuint)items.Shared * (nuint)model.Dimension);
        MatrixView rows = new(kept.Pointer, items.Shared, model.Dimension);
        for (int item = 0, row = 0; item < items.Release; item++)
        {
            if (items.ToModel(item) is not (>= 0 and int own)) continue;
            ids[row] = item;
            vectors.Row(own).CopyTo(rows.Row(row++));
        }
        if (options.Index == VectorIndexKind.Hnsw) BuildGraph(paths.Index(folder), options, model, ids, rows);
        else BuildExact(paths.Index(folder), options, model, ids, rows);
    }

    private void BuildGraph(string path, TowersSourceOptions options, ITowerModel model, int[] ids, MatrixView rows)
    {
        using HnswIndex graph = new(new ModelVersion(version), model.Dimension, model.Metric, new HnswOptions
        {
            Links = options.Links, BuildCandidates = options.BuildCandidates, SearchCandidates = options.SearchCandidates, Capacity = ids.Length,
        });
        graph.Upsert(ids, rows, team, cancel);
        graph.Save(path);
    }

    private void BuildExact(string path, TowersSourceOptions options, ITowerModel model, int[] ids, MatrixView rows)
    {
        using ExactIndex exact = new(new ModelVersion(version), rows, ids, model.Metric,
            new ExactIndexOptions { Precision = options.Index == VectorIndexKind.ExactInt8 ? ScanPrecision.Int8 : ScanPrecision.Float32 });
        exact.Save(path);
    }

    /// <summary>Vectors of length 1, by the numbers of the release; zeros for items the model does not know.</summary>
    private void WriteUnitVectors(MatrixView vectors, NumberMap items)
    {
        VectorDimension = vectors.Cols;
        using NativeBuffer<float> units = new((nuint)items.Release * (nuint)vectors.Cols);
        MatrixView rows = new(units.Pointer, items.Release, vectors.Cols);
        for (int item = 0; item < items.Release; item++)
            if (items.ToModel(item) is >= 0 and int own) UnitVector.Of(vectors.Row(own), rows.Row(item));
        PackedFile.Write(paths.ItemVectors, PackedArray.Of("vectors", rows));
    }

    /// <summary>Items whose id the plan of a model knows; all of them where it hashes ids, or reads features alone.</summary>
    private int KnownItems(ColumnSides sides, string part)
    {
        FeatureSchema schema = sides.ItemPlan.Schema;
        int feature = -1;
        for (int f = 0; f < schema.IdFeatures.Count; f++)
            if (schema.IdFeatures[f] is { Source: ColumnSides.Item, Encoding: IdEncoding.Vocabulary }) feature = f;
        if (feature < 0) return data.Items.Count;
        ulong unknown = FeatureKey.OfCode(FeatureKey.Salt(schema.IdFeatures[feature].Table), 1);
        using EncodedItems encoded = new(paths.EncodedItems(part), sides.ItemPlan, data.Items.Count);
        int known = 0;
        for (int item = 0; item < data.Items.Count; item++)
            if (encoded[item].Keys(feature) is [var key, ..] && key != unknown) known++;
        return known;
    }

    private static void CopyDirectory(string from, string to)
    {
        from = AtomicDirectory.Find(from);
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
