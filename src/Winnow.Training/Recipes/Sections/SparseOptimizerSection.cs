using Winnow.Embeddings;

namespace Winnow.Training.Recipes;

/// <summary>Keys of <see cref="SparseOptimizerOptions"/>: each rule has the constants it uses and no others.</summary>
internal static class SparseOptimizerSection
{
    public static VariantKind<SparseOptimizerOptions> Optimizer { get; } = new(
        Rule("adam", SparseAlgorithm.LazyAdam, WithEpsilon, "Adam whose moments move only when the row has a gradient.",
            s => s
                .Key("beta1", Kind.Number(0, 0.999999), o => o.Beta1, (o, v) => o with { Beta1 = v }, "Decay of the mean of gradients.")
                .Key("beta2", Kind.Number(0, 0.999999), o => o.Beta2, (o, v) => o with { Beta2 = v }, "Decay of the mean of squared gradients.")),
        Rule("rowWiseAdagrad", SparseAlgorithm.RowWiseAdagrad, WithEpsilon, "Adagrad with one accumulator a row.", WithAccumulator),
        Rule("adagrad", SparseAlgorithm.Adagrad, WithEpsilon, "Adagrad (Duchi et al., JMLR 2011).", WithAccumulator),
        Rule("ftrl", SparseAlgorithm.Ftrl, s => s, "FTRL-Proximal (McMahan et al., KDD 2013).",
            s => s
                .Key("l1", Kind.Number(0), o => o.L1, (o, v) => o with { L1 = v }, "L1 penalty: weights stay exactly zero until they have earned a value.")
                .Key("beta", Kind.Number(1e-12), o => o.Beta, (o, v) => o with { Beta = v }, "Damps the first updates of a coordinate.")),
        Rule("sgd", SparseAlgorithm.Sgd, s => s, "Stochastic gradient descent.", s => s));

    private static VariantKind<SparseOptimizerOptions>.Case<SparseOptimizerOptions> Rule(
        string name,
        SparseAlgorithm algorithm,
        Func<SectionKind<SparseOptimizerOptions>, SectionKind<SparseOptimizerOptions>> shared,
        string doc,
        Func<SectionKind<SparseOptimizerOptions>, SectionKind<SparseOptimizerOptions>> own)
    {
        SectionKind<SparseOptimizerOptions> section = new SectionKind<SparseOptimizerOptions>(DefaultsOf(algorithm))
            .Key("learningRate", Kind.Number(1e-12), o => o.LearningRate, (o, v) => o with { LearningRate = v },
                "Learning rate of embedding rows before schedule and plateau.")
            .Key("l2", Kind.Number(0), o => o.L2, (o, v) => o with { L2 = v },
                "L2 penalty on the rows a step touches; its gradient l2·w joins that of the loss.");
        return new(name, own(shared(section)), doc, o => o.Algorithm == algorithm);
    }

    private static SparseOptimizerOptions DefaultsOf(SparseAlgorithm algorithm) =>
        algorithm == TableOptions.UsualOptimizer.Algorithm ? TableOptions.UsualOptimizer : new() { Algorithm = algorithm };

    private static SectionKind<SparseOptimizerOptions> WithEpsilon(SectionKind<SparseOptimizerOptions> section) => section
        .Key("epsilon", Kind.Number(1e-30), o => o.Epsilon, (o, v) => o with { Epsilon = v }, "Keeps the division finite.");

    private static SectionKind<SparseOptimizerOptions> WithAccumulator(SectionKind<SparseOptimizerOptions> section) => section
        .Key("initialAccumulator", Kind.Number(0), o => o.InitialAccumulator, (o, v) => o with { InitialAccumulator = v },
            "Start of the accumulators; 0.1 tames the first updates of a row.");
}
