namespace Winnow.Numerics;

/// <summary>What follows a linear map inside one fused operator. All of these have a slope that their output alone tells.</summary>
public enum Activation
{
    /// <summary>Nothing: y = x.</summary>
    None,

    /// <summary>y = max(x, 0). Slope 0 at 0.</summary>
    Relu,

    /// <summary>y = x for x &gt; 0, else x / 100. Slope 1/100 at 0.</summary>
    LeakyRelu,

    /// <summary>y = 1 / (1 + e⁻ˣ).</summary>
    Sigmoid,

    /// <summary>y = tanh x.</summary>
    Tanh,
}

public sealed partial class Tape
{
    /// <summary>An activation on its own, where it cannot be fused into <see cref="Linear(Tensor, Parameter, Parameter, Activation)"/>.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="activation">Which; none returns <paramref name="x"/> itself.</param>
    public Tensor Activate(Tensor x, Activation activation) => activation switch
    {
        Activation.None => x,
        Activation.Relu => Relu(x),
        Activation.LeakyRelu => LeakyRelu(x),
        Activation.Sigmoid => Sigmoid(x),
        Activation.Tanh => Tanh(x),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "There is no such activation."),
    };
}
