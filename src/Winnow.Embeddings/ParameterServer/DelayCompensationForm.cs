namespace Winnow.Embeddings;

/// <summary>The forms of <see cref="DelayCompensation"/>.</summary>
public enum DelayCompensationForm
{
    /// <summary>Gradients are applied as they come.</summary>
    None,

    /// <summary>One λ for all numbers (DC-ASGD-c).</summary>
    Constant,

    /// <summary>λ falls with the mean square of the gradient, number by number (DC-ASGD-a).</summary>
    Adaptive,
}
