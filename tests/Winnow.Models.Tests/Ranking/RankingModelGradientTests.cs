using Winnow.Data;
using Winnow.Numerics;

namespace Winnow.Models.Tests;

/// <summary>Every model's whole loss against a double-precision reference, by central differences.</summary>
public sealed class RankingModelGradientTests
{
    private static readonly MlpOptions s_deep = new() { Hidden = [6, 5], Activation = Activation.Tanh };

    public static TheoryData<string> Schemas => new() { "jagged", "plain" };

    [Theory, MemberData(nameof(Schemas)), InlineData("dense")]
    public void LogisticRegression_WholeLoss_MatchesReference(string schema) =>
        ModelCheck.Run(new LogisticRegressionOptions(), SchemaOf(schema), (x, r) => x.Linear(r));

    [Theory, MemberData(nameof(Schemas))]
    public void FactorizationMachine_WholeLoss_MatchesReference(string schema) => ModelCheck.Run(
        new FactorizationMachineOptions { EmbeddingDim = 3 }, SchemaOf(schema), (x, r) => x.Linear(r) + x.Pairs(r, 1, 3));

    [Theory, MemberData(nameof(Schemas))]
    public void FieldAwareFactorizationMachine_WholeLoss_MatchesReference(string schema) => ModelCheck.Run(
        new FieldAwareFactorizationMachineOptions { EmbeddingDim = 2 }, SchemaOf(schema), (x, r) => x.Linear(r) + x.FieldAwarePairs(r, 1, 2));

    [Theory, MemberData(nameof(Schemas))]
    public void WideAndDeep_WholeLoss_MatchesReference(string schema) => ModelCheck.Run(
        new WideAndDeepOptions { EmbeddingDim = 3, Deep = s_deep },
        SchemaOf(schema),
        (x, r) => x.Linear(r, table: 0, "wide") + Deep(x, x.Flat(r, 0, 3, table: 1)));

    [Theory, MemberData(nameof(Schemas))]
    public void DeepFm_WholeLoss_MatchesReference(string schema) => ModelCheck.Run(
        new DeepFmOptions { EmbeddingDim = 3, Deep = s_deep },
        SchemaOf(schema),
        (x, r) => x.Linear(r) + x.Pairs(r, 1, 3) + Deep(x, x.Flat(r, 1, 3)));

    [Theory, MemberData(nameof(Schemas)), InlineData("dense")]
    public void MultilayerPerceptron_WholeLoss_MatchesReference(string schema) => ModelCheck.Run(
        new MultilayerPerceptronOptions { EmbeddingDim = 3, Deep = s_deep }, SchemaOf(schema), (x, r) => Deep(x, x.Flat(r, 0, 3)));

    [Theory]
    [InlineData(DcnStructure.Parallel, 0, "jagged")]
    [InlineData(DcnStructure.Parallel, 2, "plain")]
    [InlineData(DcnStructure.Stacked, 0, "plain")]
    [InlineData(DcnStructure.Stacked, 2, "jagged")]
    public void DcnV2_WholeLoss_MatchesReference(DcnStructure structure, int rank, string schema) => ModelCheck.Run(
        new DcnV2Options { EmbeddingDim = 3, CrossLayers = 2, CrossRank = rank, Structure = structure, Deep = s_deep },
        SchemaOf(schema),
        (x, r) =>
        {
            double[] input = x.Flat(r, 0, 3), crossed = x.Cross(input, layers: 2, rank);
            double[] joined = structure == DcnStructure.Parallel
                ? [.. crossed, .. x.Hidden(input, 2, Math.Tanh)]
                : x.Hidden(crossed, 2, Math.Tanh);
            return x.Map(joined, "out.weight", "out.bias")[0];
        });

    private static double Deep(ReferenceBatch x, double[] input) =>
        x.Map(x.Hidden(input, s_deep.Hidden.Length, Math.Tanh), "deep.out.weight", "deep.out.bias")[0];

    private static FeatureSchema SchemaOf(string name) => name switch
    {
        "jagged" => Examples.Jagged,
        "plain" => Examples.Plain,
        _ => Examples.DenseOnly,
    };
}
