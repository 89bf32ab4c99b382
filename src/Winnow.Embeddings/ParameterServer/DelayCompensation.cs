namespace Winnow.Embeddings;

/// <summary>How the gradient g of a late worker, computed at weights w_bak, is corrected for the updates others made since: g + λ g⊙g⊙(w − w_bak).</summary>
/// <remarks>Zheng et al., "Asynchronous Stochastic Gradient Descent with Delay Compensation", ICML 2017, equation (10) and algorithm 2.
/// The adaptive form is section 5 of the paper: λₜ = λ₀ / √(MeanSquare(t) + ε) with ε = 1e-7 and MeanSquare(t) = m · MeanSquare(t − 1) + (1 − m) · g⊙g.</remarks>
public sealed record DelayCompensation
{
    /// <summary>No correction: plain asynchronous updates.</summary>
    public static DelayCompensation None { get; } = new();

    /// <summary>Which form. Default none.</summary>
    public DelayCompensationForm Form { get; init; }

    /// <summary>λ of the constant form, λ₀ of the adaptive one; at least 0. Default 0.04; the paper takes 0.04 (constant) and 2 (adaptive)
    /// for CIFAR-10.</summary>
    public float Lambda { get; init; } = 0.04f;

    /// <summary>m of the adaptive form, in [0, 1). Default 0.95.</summary>
    public float MeanSquareDecay { get; init; } = 0.95f;

    internal void AddFaults(List<string> faults)
    {
        if (!Enum.IsDefined(Form)) faults.Add($"{nameof(Form)} is {(int)Form}; take a {nameof(DelayCompensationForm)}");
        if (!(Lambda >= 0) || float.IsInfinity(Lambda)) faults.Add($"{nameof(Lambda)} is {Lambda}; it must be at least 0");
        if (MeanSquareDecay is not (>= 0 and < 1)) faults.Add($"{nameof(MeanSquareDecay)} is {MeanSquareDecay}; it must lie in [0, 1)");
    }
}
