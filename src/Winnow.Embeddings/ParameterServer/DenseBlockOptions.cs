using System.Text;
using Winnow.Numerics;

namespace Winnow.Embeddings;

/// <summary>A dense parameter of a model as a parameter store keeps it.</summary>
public sealed record DenseBlockOptions
{
    /// <summary>Name of the parameter, unique in its model.</summary>
    public required string Name { get; init; }

    /// <summary>Numbers, 1 … 2²⁶.</summary>
    public required int Length { get; init; }

    /// <summary>How it learns; null: what is pushed is subtracted as it is. <see cref="MovingAverage"/> keeps the running statistics of batch
    /// normalisation, which have no gradient: a worker pushes what it measured.</summary>
    public IDenseOptimizer? Optimizer { get; init; } = new AdamOptimizer();

    /// <summary>Whether weight decay applies. Default true.</summary>
    public bool Decays { get; init; } = true;

    /// <summary>How late gradients are corrected. Default: not at all.</summary>
    public DelayCompensation Compensation { get; init; } = DelayCompensation.None;

    internal const int MostLength = 1 << 26, MostNameBytes = 256;

    /// <summary>Throws one exception that names every fault.</summary>
    /// <exception cref="ArgumentException">Some value is outside its legal range.</exception>
    public void Validate()
    {
        List<string> faults = [];
        if (string.IsNullOrWhiteSpace(Name)) faults.Add($"{nameof(Name)} is empty; give the block the name of its parameter");
        else if (Encoding.UTF8.GetByteCount(Name) > MostNameBytes) faults.Add($"the name has more than {MostNameBytes} bytes");
        if (Length is < 1 or > MostLength) faults.Add($"{nameof(Length)} is {Length}; it must lie in [1, {MostLength}]");
        if (Optimizer is not (null or SgdOptimizer or AdagradOptimizer or AdamOptimizer or AdamWOptimizer or MovingAverage))
            faults.Add($"{nameof(Optimizer)} is {Optimizer}; take one of the library, or none");
        if (Compensation is null) faults.Add($"{nameof(Compensation)} is missing");
        else Compensation.AddFaults(faults);
        if (faults.Count > 0) Throw.InvalidOptions($"block '{Name}'", faults);
    }
}
