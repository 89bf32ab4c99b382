using Winnow.Numerics;

namespace Winnow.Embeddings;

/// <summary>A dense parameter of a model as a parameter store keeps it.</summary>
public sealed record DenseBlockOptions
{
    /// <summary>Name of the parameter, unique in its model.</summary>
    public required string Name { get; init; }

    /// <summary>Numbers, 1 … 2²⁶.</summary>
    public required int Length { get; init; }

    /// <summary>How it learns; null: what is pushed is subtracted as it is. So the running statistics of batch normalisation are kept, which
    /// have no gradient: a worker pushes what they were less what its batch made of them.</summary>
    public IDenseOptimizer? Optimizer { get; init; } = new AdamOptimizer();

    /// <summary>Whether weight decay applies. Default true.</summary>
    public bool Decays { get; init; } = true;

    /// <summary>How late gradients are corrected. Default: not at all.</summary>
    public DelayCompensation Compensation { get; init; } = DelayCompensation.None;
}
