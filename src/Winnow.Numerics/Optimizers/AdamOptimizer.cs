namespace Winnow.Numerics;

/// <summary>Adam: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², w ← w − η m̂ / (√v̂ + ε).</summary>
/// <remarks>Kingma and Ba, ICLR 2015, algorithm 1. Two slots of state, m and v; the step t is <see cref="Parameter.Updates"/>.</remarks>
public sealed record AdamOptimizer : IDenseOptimizer
{
    private readonly float _beta1 = 0.9f, _beta2 = 0.999f, _epsilon = 1e-8f, _l2;

    /// <summary>β₁, in [0, 1). Default 0.9.</summary>
    public float Beta1 { get => _beta1; init => _beta1 = Ranges.BelowOne(value, nameof(Beta1)); }

    /// <summary>β₂, in [0, 1). Default 0.999.</summary>
    public float Beta2 { get => _beta2; init => _beta2 = Ranges.BelowOne(value, nameof(Beta2)); }

    /// <summary>ε, positive. Default 1e-8.</summary>
    public float Epsilon { get => _epsilon; init => _epsilon = Ranges.Positive(value, nameof(Epsilon)); }

    /// <summary>λ of g + λw, not negative; only for parameters that decay. Default 0. It is scaled like the gradient;
    /// <see cref="AdamWOptimizer"/> decays evenly.</summary>
    public float L2 { get => _l2; init => _l2 = Ranges.NotNegative(value, nameof(L2)); }

    /// <inheritdoc/>
    public int StateSlots => 2;

    /// <inheritdoc/>
    public void Step(IReadOnlyList<Parameter> parameters, float learningRate, WorkerTeam team)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        for (int i = 0; i < parameters.Count; i++)
        {
            Parameter p = parameters[i];
            if (!p.HasGradient) continue;
            p.Updates++;
            DenseUpdate.Apply(p, new AdamRule(learningRate, Beta1, Beta2, Epsilon, p.Decays ? L2 : 0, shrink: 0, p.Updates), team);
        }
    }
}
