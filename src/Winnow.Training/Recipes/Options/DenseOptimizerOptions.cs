namespace Winnow.Training.Recipes;

/// <summary>How the dense weights (the layers) learn.</summary>
public abstract record DenseOptimizerOptions
{
    /// <summary>Learning rate before schedule and plateau, greater than 0. Default 0.001.</summary>
    public float LearningRate { get; init; } = 1e-3f;

    /// <summary>L2 penalty ½·l2·‖w‖² on weights, not on biases, at least 0; its gradient l2·w joins that of the loss. Default 0.</summary>
    public float L2 { get; init; }
}

/// <summary>Stochastic gradient descent.</summary>
public sealed record DenseSgdOptions : DenseOptimizerOptions
{
    /// <summary>Share of the last update that is repeated, in [0, 1). Default 0.</summary>
    public float Momentum { get; init; }
}

/// <summary>Adagrad (Duchi et al., JMLR 2011).</summary>
public sealed record DenseAdagradOptions : DenseOptimizerOptions;

/// <summary>Adam (Kingma and Ba, ICLR 2015).</summary>
public record DenseAdamOptions : DenseOptimizerOptions
{
    /// <summary>Decay of the mean of gradients, in [0, 1). Default 0.9.</summary>
    public float Beta1 { get; init; } = 0.9f;

    /// <summary>Decay of the mean of squared gradients, in [0, 1). Default 0.999.</summary>
    public float Beta2 { get; init; } = 0.999f;

    /// <summary>Keeps the division finite, greater than 0. Default 1e-8.</summary>
    public float Epsilon { get; init; } = 1e-8f;
}

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter, ICLR 2019).</summary>
public sealed record DenseAdamWOptions : DenseAdamOptions
{
    /// <summary>Share of a weight taken off a step, times the learning rate, at least 0. Default 0.01.</summary>
    public float WeightDecay { get; init; } = 0.01f;
}
