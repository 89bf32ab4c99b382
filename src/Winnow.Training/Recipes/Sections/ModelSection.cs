using Winnow.Models;
using Winnow.Numerics;

namespace Winnow.Training.Recipes;

/// <summary>The models by name, and the keys of each.</summary>
internal static class ModelSection
{
    /// <summary>Stands first, because the models below use it and static members are made in this order.</summary>
    private static SectionKind<MlpOptions> Mlp { get; } = new SectionKind<MlpOptions>(new())
        .Key("hidden", Kind.WholeList(1), o => o.Hidden, (o, v) => o with { Hidden = v }, "Width of each hidden layer, from the input on.")
        .Key("activation", Kind.Choice<Activation>(), o => o.Activation, (o, v) => o with { Activation = v }, "What follows each hidden layer.")
        .Key("dropout", Kind.Number(0, 0.999), o => o.Dropout, (o, v) => o with { Dropout = v }, "Share of hidden numbers dropped in training.")
        .Key("batchNorm", Kind.Flag, o => o.BatchNorm, (o, v) => o with { BatchNorm = v },
            "Whether each hidden layer is normalised over the batch before its activation.");

    public static VariantKind<RankingModelOptions> Model { get; } = new(
        Case("deepFm", new SectionKind<DeepFmOptions>(new())
            .Key("embeddingDim", Dim, o => o.EmbeddingDim, (o, v) => o with { EmbeddingDim = v }, DimDoc)
            .Key("deep", Mlp, o => o.Deep, (o, v) => o with { Deep = v }, MlpDoc),
            "DeepFM: factorisation machine and MLP over the same vectors (Guo et al., IJCAI 2017)."),
        Case("lr", new SectionKind<LogisticRegressionOptions>(new()),
            "Logistic regression, by FTRL unless embeddings.optimizer says otherwise (McMahan et al., KDD 2013)."),
        Case("fm", new SectionKind<FactorizationMachineOptions>(new())
            .Key("embeddingDim", Dim, o => o.EmbeddingDim, (o, v) => o with { EmbeddingDim = v }, DimDoc),
            "Factorisation machine (Rendle, ICDM 2010)."),
        Case("ffm", new SectionKind<FieldAwareFactorizationMachineOptions>(new())
            .Key("embeddingDim", Dim, o => o.EmbeddingDim, (o, v) => o with { EmbeddingDim = v }, "Length of each of a key's vectors; there is one for each feature."),
            "Field-aware factorisation machine (Juan et al., RecSys 2016)."),
        Case("wideDeep", new SectionKind<WideAndDeepOptions>(new())
            .Key("embeddingDim", Dim, o => o.EmbeddingDim, (o, v) => o with { EmbeddingDim = v }, DimDoc)
            .Key("deep", Mlp, o => o.Deep, (o, v) => o with { Deep = v }, MlpDoc),
            "Wide & Deep; the wide weights are the table 'wide' (Cheng et al., DLRS 2016)."),
        Case("dcnV2", new SectionKind<DcnV2Options>(new())
            .Key("embeddingDim", Dim, o => o.EmbeddingDim, (o, v) => o with { EmbeddingDim = v }, DimDoc)
            .Key("structure", Kind.Choice<DcnStructure>(), o => o.Structure, (o, v) => o with { Structure = v }, "How cross and deep network are joined.")
            .Key("crossLayers", Kind.Whole(0, 100), o => o.CrossLayers, (o, v) => o with { CrossLayers = v }, "Cross layers.")
            .Key("crossRank", Kind.Whole(0), o => o.CrossRank, (o, v) => o with { CrossRank = v }, "Rank of the cross matrices; 0: full.")
            .Key("deep", Mlp, o => o.Deep, (o, v) => o with { Deep = v }, MlpDoc),
            "Deep & cross network, version 2 (Wang et al., WWW 2021)."),
        Case("mlp", new SectionKind<MultilayerPerceptronOptions>(new())
            .Key("embeddingDim", Dim, o => o.EmbeddingDim, (o, v) => o with { EmbeddingDim = v }, DimDoc)
            .Key("deep", Mlp, o => o.Deep, (o, v) => o with { Deep = v }, MlpDoc),
            "A deep network over embeddings (the ranking network of Covington et al., RecSys 2016)."))
    {
        Others = new OwnModelCase(),
    };

    private const string DimDoc = "Length of the vector of a key.";

    private const string MlpDoc = "The deep network.";

    private static ValueKind<int> Dim => Kind.Whole(1, 65_535);

    private static VariantKind<RankingModelOptions>.Case Case<T>(string name, SectionKind<T> section, string doc) where T : RankingModelOptions =>
        new VariantKind<RankingModelOptions>.Case<T>(name, section, doc);
}
