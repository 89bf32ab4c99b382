namespace Winnow.Training.Recipes;

/// <summary>Keys of <see cref="DenseOptimizerOptions"/>.</summary>
internal static class DenseOptimizerSection
{
    public static VariantKind<DenseOptimizerOptions> Optimizer { get; } = new(
        new VariantKind<DenseOptimizerOptions>.Case<DenseAdamOptions>("adam", WithMoments(Shared(new DenseAdamOptions())),
            "Adam (Kingma and Ba, ICLR 2015)."),
        new VariantKind<DenseOptimizerOptions>.Case<DenseAdamWOptions>("adamw",
            WithMoments(Shared(new DenseAdamWOptions()))
                .Key("weightDecay", Kind.Number(0), o => o.WeightDecay, (o, v) => o with { WeightDecay = v },
                    "Share of a weight taken off a step, times the learning rate."),
            "Adam with decoupled weight decay (Loshchilov and Hutter, ICLR 2019)."),
        new VariantKind<DenseOptimizerOptions>.Case<DenseAdagradOptions>("adagrad", Shared(new DenseAdagradOptions()),
            "Adagrad (Duchi et al., JMLR 2011)."),
        new VariantKind<DenseOptimizerOptions>.Case<DenseSgdOptions>("sgd",
            Shared(new DenseSgdOptions())
                .Key("momentum", Kind.Number(0, 0.9999), o => o.Momentum, (o, v) => o with { Momentum = v },
                    "Share of the last update that is repeated."),
            "Stochastic gradient descent."));

    private static SectionKind<T> Shared<T>(T defaults) where T : DenseOptimizerOptions => new SectionKind<T>(defaults)
        .Key("learningRate", Kind.Number(1e-12), o => o.LearningRate, (o, v) => o with { LearningRate = v },
            "Learning rate of the layers before schedule and plateau.")
        .Key("l2", Kind.Number(0), o => o.L2, (o, v) => o with { L2 = v },
            "L2 penalty on weights, not on biases; its gradient l2·w joins that of the loss.");

    private static SectionKind<T> WithMoments<T>(SectionKind<T> section) where T : DenseAdamOptions => section
        .Key("beta1", Kind.Number(0, 0.999999), o => o.Beta1, (o, v) => o with { Beta1 = v }, "Decay of the mean of gradients.")
        .Key("beta2", Kind.Number(0, 0.999999), o => o.Beta2, (o, v) => o with { Beta2 = v }, "Decay of the mean of squared gradients.")
        .Key("epsilon", Kind.Number(1e-30), o => o.Epsilon, (o, v) => o with { Epsilon = v }, "Keeps the division finite.");
}
