using System.Text.Json.Nodes;
using Winnow.Data;
using Winnow.Models;
using Winnow.Numerics;
using Winnow.Retrieval;
using Winnow.Training.Tuning;

namespace Winnow.Training.Recipes;

/// <summary>The recommenders by name, the keys of each, and what the RecSys 2019 study searches for each.</summary>
internal static class RecommenderModels
{
    private const string TopKDoc = "Neighbours, or entries of a column, that are kept.";

    public static VariantKind<RecommenderOptions> Section { get; } = new(
        Case("topPopular", new SectionKind<TopPopularOptions>(new()), "The most popular items for everybody."),
        Case("random", new SectionKind<RandomRecommenderOptions>(new()), "Items at random."),
        Case("itemKnn", Neighbourhood<ItemKnnOptions>()
            .Key("profile", Kind.Choice<UserProfile>(), o => o.Profile, (o, v) => o with { Profile = v }, "What of a user enters the score."),
            "Item neighbours (Sarwar et al., WWW 2001)."),
        Case("userKnn", Neighbourhood<UserKnnOptions>()
            .Key("profile", Kind.Choice<UserProfile>(), o => o.Profile, (o, v) => o with { Profile = v }, "What of a neighbour enters the score.")
            .Key("neighbours", Kind.Choice<NeighbourDirection>(), o => o.Neighbours, (o, v) => o with { Neighbours = v }, "Which users count as neighbours."),
            "User neighbours (Resnick et al., CSCW 1994)."),
        Case("itemKnnCbf", Neighbourhood<ItemKnnCbfOptions>(), "Item neighbours by content."),
        Case("itemKnnCfCbf", Neighbourhood<ItemKnnCfCbfOptions>()
            .Key("contentWeight", Kind.Number(1e-9), o => o.ContentWeight, (o, v) => o with { ContentWeight = v }, "Factor of the features beside the interactions."),
            "Item neighbours by users and content (Mobasher, Jin and Zhou, 2004)."),
        Case("p3Alpha", new SectionKind<P3AlphaOptions>(new())
            .Key("topK", Kind.Whole(1), o => o.TopK, (o, v) => o with { TopK = v }, TopKDoc)
            .Key("alpha", Kind.Number(0), o => o.Alpha, (o, v) => o with { Alpha = v }, "Power of the transition probabilities.")
            .Key("normalize", Kind.Flag, o => o.Normalize, (o, v) => o with { Normalize = v }, "Whether kept entries of a row are scaled to the sum 1.")
            .Key("asStudied", Kind.Flag, o => o.AsStudied, (o, v) => o with { AsStudied = v }, "Whether walks are added and cut as in the RecSys 2019 study's code."),
            "Walks of three steps (Cooper et al., WWW 2014)."),
        Case("rp3Beta", new SectionKind<Rp3BetaOptions>(new())
            .Key("topK", Kind.Whole(1), o => o.TopK, (o, v) => o with { TopK = v }, TopKDoc)
            .Key("alpha", Kind.Number(0), o => o.Alpha, (o, v) => o with { Alpha = v }, "Power of the transition probabilities.")
            .Key("beta", Kind.Number(0), o => o.Beta, (o, v) => o with { Beta = v }, "Power of the popularity that scores are divided by.")
            .Key("normalize", Kind.Flag, o => o.Normalize, (o, v) => o with { Normalize = v }, "Whether kept entries of a row are scaled to the sum 1.")
            .Key("asStudied", Kind.Flag, o => o.AsStudied, (o, v) => o with { AsStudied = v }, "Whether walks are added and cut as in the RecSys 2019 study's code."),
            "Walks of three steps, popular items held back (Paudel et al., TiiS 2017)."),
        Case("pureSvd", new SectionKind<PureSvdOptions>(new())
            .Key("factors", Kind.Whole(1), o => o.Factors, (o, v) => o with { Factors = v }, "Singular vectors.")
            .Key("oversampling", Kind.Whole(0), o => o.Oversampling, (o, v) => o with { Oversampling = v }, "Random directions beyond factors.")
            .Key("powerIterations", Kind.Whole(-1), o => o.PowerIterations ?? -1, (o, v) => o with { PowerIterations = v < 0 ? null : v },
                "Power iterations; -1: as many as the size of the data asks for."),
            "Truncated singular value decomposition (Cremonesi, Koren and Turrin, RecSys 2010)."),
        Case("implicitAls", new SectionKind<ImplicitAlsOptions>(new())
            .Key("factors", Kind.Whole(1), o => o.Factors, (o, v) => o with { Factors = v }, "Length of the vectors.")
            .Key("scaling", Kind.Choice<ConfidenceScaling>(), o => o.Scaling, (o, v) => o with { Scaling = v }, "How strengths become confidences.")
            .Key("alpha", Kind.Real(1e-12), o => o.Alpha, (o, v) => o with { Alpha = v }, "How much more a taken item counts.")
            .Key("epsilon", Kind.Real(1e-12), o => o.Epsilon, (o, v) => o with { Epsilon = v }, "Of the logarithmic scaling.")
            .Key("l2", Kind.Real(1e-12), o => o.L2, (o, v) => o with { L2 = v }, "Weight of the regularisation.")
            .Key("epochs", Kind.Whole(1), o => o.Epochs, (o, v) => o with { Epochs = v }, "Passes at most."),
            "Matrix factorisation by alternating least squares (Hu, Koren and Volinsky, ICDM 2008)."),
        Case("easeR", new SectionKind<EaseROptions>(new())
            .Key("l2", Kind.Number(1e-9), o => o.L2, (o, v) => o with { L2 = v }, "Added to the diagonal of the Gram matrix."),
            "Shallow linear auto-encoder in closed form (Steck, WWW 2019)."),
        Case("slimElasticNet", new SectionKind<SlimElasticNetOptions>(new())
            .Key("topK", Kind.Whole(1), o => o.TopK, (o, v) => o with { TopK = v }, TopKDoc)
            .Key("alpha", Kind.Number(1e-12), o => o.Alpha, (o, v) => o with { Alpha = v }, "Strength of the penalty.")
            .Key("l1Ratio", Kind.Number(0, 1), o => o.L1Ratio, (o, v) => o with { L1Ratio = v }, "Share of the absolute penalty in it.")
            .Key("epochs", Kind.Whole(1), o => o.Epochs, (o, v) => o with { Epochs = v }, "Most passes over the coefficients of an item.")
            .Key("tolerance", Kind.Number(1e-12), o => o.Tolerance, (o, v) => o with { Tolerance = v }, "Duality gap, as a share, at which an item is done.")
            .Key("dropSmallest", Kind.Flag, o => o.DropSmallest, (o, v) => o with { DropSmallest = v },
                "Whether an item with at most topK coefficients loses its smallest one, as in the RecSys 2019 study's code."),
            "Sparse linear method by elastic net (Ning and Karypis, ICDM 2011)."),
        Case("bprMf", new SectionKind<BprMfOptions>(new())
            .Key("factors", Kind.Whole(1), o => o.Factors, (o, v) => o with { Factors = v }, "Length of the vectors.")
            .Key("epochs", Kind.Whole(1), o => o.Epochs, (o, v) => o with { Epochs = v }, "Passes at most.")
            .Key("batchSize", Kind.Whole(1), o => o.BatchSize, (o, v) => o with { BatchSize = v }, "Triples whose gradients are averaged for one step.")
            .Key("learningRate", Kind.Real(1e-12), o => o.LearningRate, (o, v) => o with { LearningRate = v }, "Step size.")
            .Key("userL2", Kind.Real(0), o => o.UserL2, (o, v) => o with { UserL2 = v }, "Regularisation of users.")
            .Key("positiveL2", Kind.Real(0), o => o.PositiveL2, (o, v) => o with { PositiveL2 = v }, "Regularisation of items that were taken.")
            .Key("negativeL2", Kind.Real(0), o => o.NegativeL2, (o, v) => o with { NegativeL2 = v }, "Regularisation of items that were not.")
            .Key("rule", Kind.Choice<PairwiseRule>(), o => o.Rule, (o, v) => o with { Rule = v }, "How gradients become steps.")
            .Key("sampling", Kind.Choice<PairwiseSampling>(), o => o.Sampling, (o, v) => o with { Sampling = v }, "How triples are drawn.")
            .Key("initialDeviation", Kind.Real(1e-12), o => o.InitialDeviation, (o, v) => o with { InitialDeviation = v }, "Standard deviation of the vectors at the beginning."),
            "Matrix factorisation that ranks pairs (Rendle et al., UAI 2009)."),
        Case("slimBpr", new SectionKind<SlimBprOptions>(new())
            .Key("topK", Kind.Whole(1), o => o.TopK, (o, v) => o with { TopK = v }, TopKDoc)
            .Key("epochs", Kind.Whole(1), o => o.Epochs, (o, v) => o with { Epochs = v }, "Passes at most.")
            .Key("symmetric", Kind.Flag, o => o.Symmetric, (o, v) => o with { Symmetric = v }, "Whether similarities are symmetric.")
            .Key("learningRate", Kind.Real(1e-12), o => o.LearningRate, (o, v) => o with { LearningRate = v }, "Step size.")
            .Key("positiveL2", Kind.Real(0), o => o.PositiveL2, (o, v) => o with { PositiveL2 = v }, "Regularisation of items that were taken.")
            .Key("negativeL2", Kind.Real(0), o => o.NegativeL2, (o, v) => o with { NegativeL2 = v }, "Regularisation of items that were not.")
            .Key("rule", Kind.Choice<PairwiseRule>(), o => o.Rule, (o, v) => o with { Rule = v }, "How gradients become steps.")
            .Key("sampling", Kind.Choice<PairwiseSampling>(), o => o.Sampling, (o, v) => o with { Sampling = v }, "How triples are drawn.")
            .Key("studyOrientation", Kind.Flag, o => o.StudyOrientation, (o, v) => o with { StudyOrientation = v },
                "Whether scores and selection follow the RecSys 2019 study's code, which ranks by the transpose of what it learns."),
            "Sparse linear method that ranks pairs (Rendle et al., UAI 2009)."),
        Case("neuMf", new SectionKind<NeuMfOptions>(new())
            .Key("variant", Kind.Choice<NeuMfVariant>(), o => o.Variant, (o, v) => o with { Variant = v }, "Both parts, or one of them alone.")
            .Key("factors", Kind.Whole(1), o => o.Factors, (o, v) => o with { Factors = v }, "Length of the vectors of the factorisation.")
            .Key("layers", Kind.WholeList(1), o => o.Layers, (o, v) => o with { Layers = v }, "Width of the perceptron's input and of its hidden layers.")
            .Key("gmfEpochs", Kind.Whole(0), o => o.GmfEpochs, (o, v) => o with { GmfEpochs = v }, "Passes of the factorisation alone.")
            .Key("mlpEpochs", Kind.Whole(0), o => o.MlpEpochs, (o, v) => o with { MlpEpochs = v }, "Passes of the perceptron alone.")
            .Key("fusedEpochs", Kind.Whole(0), o => o.FusedEpochs, (o, v) => o with { FusedEpochs = v }, "Passes of both together.")
            .Key("negatives", Kind.Whole(1), o => o.Negatives, (o, v) => o with { Negatives = v }, "Items not taken that are drawn for each one taken.")
            .Key("batchSize", Kind.Whole(1), o => o.BatchSize, (o, v) => o with { BatchSize = v }, "Examples of a step.")
            .Key("learningRate", Kind.Real(1e-12), o => o.LearningRate, (o, v) => o with { LearningRate = v }, "Step size of Adam.")
            .Key("fusedLearningRate", Kind.Real(1e-12), o => o.FusedLearningRate, (o, v) => o with { FusedLearningRate = v }, "Step size of plain descent on both together.")
            .Key("initialDeviation", Kind.Real(1e-12), o => o.InitialDeviation, (o, v) => o with { InitialDeviation = v }, "Standard deviation of vectors at the beginning."),
            "Neural matrix factorisation, GMF and MLP (He et al., WWW 2017). Both together make all their passes: only a part alone is stopped early."),
        Case("multVae", new SectionKind<MultVaeOptions>(new())
            .Key("hidden", Kind.Whole(1), o => o.Hidden, (o, v) => o with { Hidden = v }, "Width of the hidden layer of each half.")
            .Key("latent", Kind.Whole(1), o => o.Latent, (o, v) => o with { Latent = v }, "Length of the latent vector.")
            .Key("dropout", Kind.Number(0, 0.999), o => o.Dropout, (o, v) => o with { Dropout = v }, "Share of a user's items left out of the input in training.")
            .Key("beta", Kind.Real(0), o => o.Beta, (o, v) => o with { Beta = v }, "Largest weight of the divergence.")
            .Key("annealSteps", Kind.Whole(0), o => o.AnnealSteps, (o, v) => o with { AnnealSteps = v }, "Steps over which the weight of the divergence grows.")
            .Key("epochs", Kind.Whole(1), o => o.Epochs, (o, v) => o with { Epochs = v }, "Passes at most.")
            .Key("batchSize", Kind.Whole(1), o => o.BatchSize, (o, v) => o with { BatchSize = v }, "Users of a step.")
            .Key("learningRate", Kind.Real(1e-12), o => o.LearningRate, (o, v) => o with { LearningRate = v }, "Step size of Adam."),
            "Variational auto-encoder with multinomial likelihood (Liang et al., WWW 2018)."),
        Case("simpleX", new SectionKind<SimpleXOptions>(new())
            .Key("factors", Kind.Whole(1), o => o.Factors, (o, v) => o with { Factors = v }, "Length of the vectors.")
            .Key("gate", Kind.Real(0, 1), o => o.Gate, (o, v) => o with { Gate = v }, "How much of a user's vector is his own, the rest being made of his history; 1: all.")
            .Key("historyLength", Kind.Whole(1), o => o.HistoryLength, (o, v) => o with { HistoryLength = v }, "Latest events of a user that are his history.")
            .Key("margin", Kind.Real(-1, 1), o => o.Margin, (o, v) => o with { Margin = v }, "A negative counts only where its cosine is above.")
            .Key("negativeWeight", Kind.Real(1e-12), o => o.NegativeWeight, (o, v) => o with { NegativeWeight = v }, "How much the negatives of an event weigh together.")
            .Key("negatives", Kind.Whole(1), o => o.Negatives, (o, v) => o with { Negatives = v }, "Items drawn uniformly for a step as negatives of all its events.")
            .Key("batchSize", Kind.Whole(1), o => o.BatchSize, (o, v) => o with { BatchSize = v }, "Events of a step.")
            .Key("epochs", Kind.Whole(1), o => o.Epochs, (o, v) => o with { Epochs = v }, "Passes at most.")
            .Key("learningRate", Kind.Real(1e-12), o => o.LearningRate, (o, v) => o with { LearningRate = v }, "Step size of Adam.")
            .Key("initialDeviation", Kind.Real(1e-12), o => o.InitialDeviation, (o, v) => o with { InitialDeviation = v }, "Standard deviation of the vectors at the beginning."),
            "Matrix factorisation with history and the cosine contrastive loss (Mao et al., CIKM 2021)."),
        Case("twoTower", new SectionKind<TwoTowerOptions>(new())
            .Key("factors", Kind.Whole(1), o => o.Factors, (o, v) => o with { Factors = v }, "Length of the vectors.")
            .Key("pooling", Kind.Choice<HistoryPooling>(), o => o.Pooling, (o, v) => o with { Pooling = v }, "How the items of a history become one vector.")
            .Key("historyLength", Kind.Whole(1), o => o.HistoryLength, (o, v) => o with { HistoryLength = v }, "Latest events of a user that are looked at.")
            .Key("heads", Kind.Whole(1), o => o.Heads, (o, v) => o with { Heads = v }, "Parts of the vectors that weigh events on their own; divides factors.")
            .Key("sharedItems", Kind.Flag, o => o.SharedItems, (o, v) => o with { SharedItems = v }, "Whether an item has the same vector in a history as in its own tower.")
            .Key("userLayers", Kind.WholeList(1), o => o.UserLayers, (o, v) => o with { UserLayers = v }, "Widths of hidden layers of the user's tower; empty: none.")
            .Key("itemLayers", Kind.WholeList(1), o => o.ItemLayers, (o, v) => o with { ItemLayers = v }, "Widths of hidden layers of the item's tower; empty: none.")
            .Key("userIds", Kind.Flag, o => o.UserIds, (o, v) => o with { UserIds = v }, "Whether users have vectors of their own beside their histories.")
            .Key("metric", Kind.Choice<VectorMetric>(), o => o.Metric, (o, v) => o with { Metric = v }, "What score is: innerProduct or cosine.")
            .Key("temperature", Kind.Real(1e-6), o => o.Temperature, (o, v) => o with { Temperature = v }, "What scores are divided by before the softmax.")
            .Key("dropout", Kind.Number(0, 0.999), o => o.Dropout, (o, v) => o with { Dropout = v }, "Share of the inputs of the user's layers dropped in training.")
            .Key("batchSize", Kind.Whole(2), o => o.BatchSize, (o, v) => o with { BatchSize = v }, "Events of a step, each with the targets of all others as negatives.")
            .Key("uniformNegatives", Kind.Whole(0), o => o.UniformNegatives, (o, v) => o with { UniformNegatives = v }, "Items drawn uniformly for a step as further negatives.")
            .Key("hardNegatives", Kind.Whole(0), o => o.HardNegatives, (o, v) => o with { HardNegatives = v },
                "Items drawn for a step among those the model ranks highest for its users, as further negatives.")
            .Key("hardDepth", Kind.Whole(1), o => o.HardDepth, (o, v) => o with { HardDepth = v }, "How many of a user's highest ranked items hard negatives are drawn from.")
            .Key("spareTaken", Kind.Flag, o => o.SpareTaken, (o, v) => o with { SpareTaken = v }, "Whether items that a user took at any time are no negatives of his.")
            .Key("epochs", Kind.Whole(1), o => o.Epochs, (o, v) => o with { Epochs = v }, "Passes at most.")
            .Key("learningRate", Kind.Real(1e-12), o => o.LearningRate, (o, v) => o with { LearningRate = v }, "Step size of Adam.")
            .Key("initialDeviation", Kind.Real(1e-12), o => o.InitialDeviation, (o, v) => o with { InitialDeviation = v }, "Standard deviation of vectors at the beginning."),
            "Two towers: history, ids and features; sampled softmax with log Q correction (Yi et al., RecSys 2019)."));

    /// <summary>The words that name recommenders.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Section.Names];

    /// <summary>Whether what a model learns depends on the seed.</summary>
    public static bool UsesSeed(RecommenderOptions options) => options is RandomRecommenderOptions or PureSvdOptions || LearnsInPasses(options);

    /// <summary>Whether a model can be stopped between passes.</summary>
    public static bool LearnsInPasses(RecommenderOptions options)
    {
        ITopNRecommender model = options.Create();
        (model as IDisposable)?.Dispose();
        return model is IIterativeRecommender;
    }

    /// <summary>The key that says how many passes a model makes, if it can be stopped early; null if it cannot. NeuMF as a whole cannot: its passes are of
    /// one part after the other.</summary>
    public static string? EpochsKey(RecommenderOptions options) => options switch
    {
        NeuMfOptions { Variant: NeuMfVariant.Gmf } => "gmfEpochs",
        NeuMfOptions { Variant: NeuMfVariant.Mlp } => "mlpEpochs",
        NeuMfOptions => null,
        _ => LearnsInPasses(options) ? "epochs" : null,
    };

    /// <summary>The default settings of the same model.</summary>
    public static RecommenderOptions DefaultsOf(RecommenderOptions options)
    {
        YamlSection yaml = YamlSection.Parse(new JsonObject { ["model"] = Section.NameOf(options) }.ToJsonString(), "defaults");
        return Section.Read(yaml, "model", null)!;
    }

    /// <summary>JSON schema of each key of a model.</summary>
    public static JsonObject KeysOf(RecommenderOptions options)
    {
        JsonNode own = Section.Schema()["oneOf"]!.AsArray().First(c => c!["properties"]!["name"]!["const"]!.GetValue<string>() == Section.NameOf(options))!;
        JsonObject keys = own["properties"]!.AsObject();
        keys.Remove("name");
        return keys;
    }

    /// <summary>The settings of a model with some replaced.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="settings">New values by key, as a recipe would say them.</param>
    /// <exception cref="InvalidYamlException">A key is unknown or a value out of range.</exception>
    public static RecommenderOptions With(RecommenderOptions options, IReadOnlyDictionary<string, string> settings)
    {
        JsonObject model = Section.ToJson(options)!.AsObject();
        foreach ((string key, string value) in settings) model[key] = value;
        YamlSection yaml = YamlSection.Parse(new JsonObject { ["model"] = model }.ToJsonString(), "settings");
        RecommenderOptions changed = Section.Read(yaml, "model", null)!;
        yaml.Finish();
        return changed;
    }

    /// <summary>What the study searches for a model (ranges of its journal version, ACM TOIS 39(2), 2021); the similarity is not varied: it has a
    /// search for each. Of neural models it searches nothing but the epochs.</summary>
    public static SearchSpace StudySpace(RecommenderOptions options) => new(options switch
    {
        TopPopularOptions or RandomRecommenderOptions or NeuMfOptions or MultVaeOptions => [],
        NeighbourhoodOptions n => NeighbourhoodSpace(n),
        P3AlphaOptions => [TopK(), new RealDimension("alpha", 0, 2), Flag("normalize")],
        Rp3BetaOptions => [TopK(), new RealDimension("alpha", 0, 2), new RealDimension("beta", 0, 2), Flag("normalize")],
        PureSvdOptions => [new IntegerDimension("factors", 1, 350)],
        ImplicitAlsOptions =>
        [
            new IntegerDimension("factors", 1, 200), new ChoiceDimension("scaling", ["linear", "log"]), Log("alpha", 1e-3, 50), Log("epsilon", 1e-3, 10),
            Log("l2", 1e-5, 1e-2),
        ],
        EaseROptions => [Log("l2", 1, 1e7)],
        SlimElasticNetOptions => [TopK(), Log("l1Ratio", 1e-5, 1), new RealDimension("alpha", 1e-3, 1)],
        SlimBprOptions => [TopK(), Flag("symmetric"), .. Pairwise()],
        BprMfOptions =>
        [
            new IntegerDimension("factors", 1, 200), new ChoiceDimension("batchSize", [.. Enumerable.Range(0, 11).Select(i => $"{1 << i}")]), .. Pairwise(),
        ],
        // Not in the study: what mattered most in the runs of docs/guide/matching.md.
        TwoTowerOptions => [Log("learningRate", 1e-4, 1e-2), Log("temperature", 0.02, 1), new RealDimension("dropout", 0, 0.5), Flag("sharedItems")],
        SimpleXOptions => [Log("learningRate", 1e-4, 1e-2), new RealDimension("margin", 0, 0.95), Log("negativeWeight", 1, 1000), new RealDimension("gate", 0, 1)],
        _ => throw new NotSupportedException($"There is no search space for {options.GetType().Name}; give one under search.space."),
    });

    private static IEnumerable<SearchDimension> NeighbourhoodSpace(NeighbourhoodOptions options)
    {
        yield return TopK();
        yield return new IntegerDimension("shrink", 0, 1000);
        if (options.Similarity == Similarity.Cosine) yield return Flag("normalize");
        if (options.Similarity is Similarity.Cosine or Similarity.AsymmetricCosine) yield return new ChoiceDimension("featureWeighting", ["none", "bm25", "tfIdf"]);
        if (options.Similarity == Similarity.AsymmetricCosine) yield return new RealDimension("asymmetricAlpha", 0, 2);
        if (options.Similarity == Similarity.Tversky)
        {
            yield return new RealDimension("tverskyAlpha", 0, 2);
            yield return new RealDimension("tverskyBeta", 0, 2);
        }
        if (options is ItemKnnCfCbfOptions && options.Similarity is Similarity.Cosine or Similarity.AsymmetricCosine) yield return Log("contentWeight", 1e-2, 1e2);
    }

    private static SearchDimension[] Pairwise() =>
    [
        new ChoiceDimension("rule", ["sgd", "adagrad", "adam"]), Log("positiveL2", 1e-5, 1e-2), Log("negativeL2", 1e-5, 1e-2), Log("learningRate", 1e-4, 1e-1),
    ];

    private static IntegerDimension TopK() => new("topK", 5, 1000);

    private static ChoiceDimension Flag(string name) => new(name, ["true", "false"]);

    private static RealDimension Log(string name, double least, double most) => new(name, least, most, Logarithmic: true);

    private static VariantKind<RecommenderOptions>.Case Case<T>(string name, SectionKind<T> section, string doc) where T : RecommenderOptions =>
        new VariantKind<RecommenderOptions>.Case<T>(name, section, doc);

    private static SectionKind<T> Neighbourhood<T>() where T : NeighbourhoodOptions, new() => new SectionKind<T>(new T())
        .Key("similarity", Kind.Choice<Similarity>(), o => o.Similarity, (o, v) => (T)(o with { Similarity = v }), "How two items or users are compared.")
        .Key("topK", Kind.Whole(1), o => o.TopK, (o, v) => (T)(o with { TopK = v }), TopKDoc)
        .Key("equalNeighbours", Kind.Choice<EqualElements>(), o => o.EqualNeighbours, (o, v) => (T)(o with { EqualNeighbours = v }),
            "Which of equally similar neighbours are kept where topK cuts between them.")
        .Key("shrink", Kind.Number(0), o => o.Shrink, (o, v) => (T)(o with { Shrink = v }), "Added to the denominator of the similarity.")
        .Key("normalize", Kind.Flag, o => o.Normalize, (o, v) => (T)(o with { Normalize = v }), "Whether the cosine divides by the norms; the others always do.")
        .Key("featureWeighting", Kind.Choice<FeatureWeighting>(), o => o.FeatureWeighting, (o, v) => (T)(o with { FeatureWeighting = v }),
            "How entries are weighted before they are compared.")
        .Key("asymmetricAlpha", Kind.Number(0, 2), o => o.AsymmetricAlpha, (o, v) => (T)(o with { AsymmetricAlpha = v }), "Of the asymmetric cosine.")
        .Key("tverskyAlpha", Kind.Number(0, 2), o => o.TverskyAlpha, (o, v) => (T)(o with { TverskyAlpha = v }), "Of Tversky.")
        .Key("tverskyBeta", Kind.Number(0, 2), o => o.TverskyBeta, (o, v) => (T)(o with { TverskyBeta = v }), "Of Tversky.");
}
