using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>The settings of a multilayer perceptron.</summary>
public sealed record MlpOptions
{
    /// <summary>Width of each hidden layer, from the input on; each at least 1; empty for none. Default 256, 128, 64.</summary>
    public int[] Hidden { get; init; } = [256, 128, 64];

    /// <summary>What follows each hidden layer. Default <see cref="Activation.Relu"/>.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>Share of hidden numbers dropped in training, in [0, 1). Default 0.</summary>
    public float Dropout { get; init; }

    /// <summary>Whether each hidden layer is normalised over the batch before its activation. Default false.</summary>
    public bool BatchNorm { get; init; }

    internal IEnumerable<string> Faults(string name)
    {
        if (Hidden is null || Hidden.Any(h => h < 1))
            yield return $"{name}.{nameof(Hidden)} is [{string.Join(", ", Hidden ?? [])}], each width must be at least 1";
        if (!(Dropout >= 0 && Dropout < 1)) yield return $"{name}.{nameof(Dropout)} is {Dropout}, it must lie in [0, 1)";
        if (!Enum.IsDefined(Activation)) yield return $"{name}.{nameof(Activation)} is {(int)Activation}, which is no activation";
    }
}
