namespace Winnow.Embeddings;

/// <summary>How the gradient g of a late worker, computed at weights w_bak, is corrected for the updates others made since: g + λ g⊙g⊙(w − w_bak).</summary>
/// <remarks>Zheng et al., "Asynchronous Stochastic Gradient Descent with Delay Compensation", ICML 2017 (arXiv 1609.08326), algorithm 2: the first-order
/// term of the Taylor series of the gradient, with g⊙g in place of the diagonal of the Hessian. The adaptive form is that of its experiments:
/// λₜ = λ₀ / √(MeanSquare(t) + ε) with ε = 1e-7 and MeanSquare(t) = m · MeanSquare(t − 1) + (1 − m) · g⊙g, of the gradient as it came.
/// <para>The paper compensates plain SGD. With any other rule the compensated gradient goes into that rule as if the worker had sent it, and Adagrad and
/// Adam then see its square too.</para>
/// <para>g⊙g of the mean gradient of B rows is about 1/B of what stands for the Hessian of a log loss, the mean of the squares of the rows' gradients; so λ
/// has to grow with the batch. See docs/guide/delay-compensation.md for values that were measured.</para></remarks>
public sealed record DelayCompensation
{
    /// <summary>No correction: plain asynchronous updates.</summary>
    public static DelayCompensation None { get; } = new();

    /// <summary>Which form. Default none.</summary>
    public DelayCompensationForm Form { get; init; }

    /// <summary>λ of the constant form, λ₀ of the adaptive one; at least 0. Default 0.04, which the paper takes for the constant form on images,
    /// where it takes 2 for the adaptive one.</summary>
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
