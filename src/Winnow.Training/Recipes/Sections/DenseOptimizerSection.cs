using Winnow.Numerics;

namespace Winnow.Training.Recipes;

/// <summary>Keys of the dense optimisers: each has the constants it uses and no others.</summary>
internal static class DenseOptimizerSection
{
    private const string L2Doc = "L2 penalty on weights, not on biases; its gradient l2·w joins that of the loss.";

    public static VariantKind<IDenseOptimizer> Optimizer { get; } = new(
        new VariantKind<IDenseOptimizer>.Case<AdamOptimizer>("adam", new SectionKind<AdamOptimizer>(new())
            .Key("beta1", Kind.Number(0, 0.999999), o => o.Beta1, (o, v) => o with { Beta1 = v }, "Decay of the mean of gradients.")
            .Key("beta2", Kind.Number(0, 0.999999), o => o.Beta2, (o, v) => o with { Beta2 = v }, "Decay of the mean of squared gradients.")
            .Key("epsilon", Kind.Number(1e-30), o => o.Epsilon, (o, v) => o with { Epsilon = v }, "Keeps the division finite.")
            .Key("l2", Kind.Number(0), o => o.L2, (o, v) => o with { L2 = v }, L2Doc),
            "Adam (Kingma and Ba, ICLR 2015)."),
        new VariantKind<IDenseOptimizer>.Case<AdamWOptimizer>("adamw", new SectionKind<AdamWOptimizer>(new())
            .Key("beta1", Kind.Number(0, 0.999999), o => o.Beta1, (o, v) => o with { Beta1 = v }, "Decay of the mean of gradients.")
            .Key("beta2", Kind.Number(0, 0.999999), o => o.Beta2, (o, v) => o with { Beta2 = v }, "Decay of the mean of squared gradients.")
            .Key("epsilon", Kind.Number(1e-30), o => o.Epsilon, (o, v) => o with { Epsilon = v }, "Keeps the division finite.")
            .Key("weightDecay", Kind.Number(0), o => o.WeightDecay, (o, v) => o with { WeightDecay = v },
                "Share of a weight taken off a step, times the learning rate."),
            "Adam with decoupled weight decay (Loshchilov and Hutter, ICLR 2019)."),
        new VariantKind<IDenseOptimizer>.Case<AdagradOptimizer>("adagrad", new SectionKind<AdagradOptimizer>(new())
            .Key("initialAccumulator", Kind.Number(0), o => o.InitialAccumulator, (o, v) => o with { InitialAccumulator = v },
                "Added to the sum of squared gradients.")
            .Key("epsilon", Kind.Number(1e-30), o => o.Epsilon, (o, v) => o with { Epsilon = v }, "Keeps the division finite.")
            .Key("l2", Kind.Number(0), o => o.L2, (o, v) => o with { L2 = v }, L2Doc),
            "Adagrad (Duchi et al., JMLR 2011)."),
        new VariantKind<IDenseOptimizer>.Case<SgdOptimizer>("sgd", new SectionKind<SgdOptimizer>(new())
            .Key("momentum", Kind.Number(0, 0.999999), o => o.Momentum, (o, v) => o with { Momentum = v },
                "Share of the last update that is repeated.")
            .Key("l2", Kind.Number(0), o => o.L2, (o, v) => o with { L2 = v }, L2Doc),
            "Stochastic gradient descent."));
}
