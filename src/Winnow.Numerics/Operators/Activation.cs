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
