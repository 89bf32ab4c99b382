namespace Winnow.Numerics;

/// <summary>Adam with decoupled weight decay: w ← (1 − ηλ)w, then the step of <see cref="AdamOptimizer"/>.</summary>
/// <remarks>Loshchilov and Hutter, ICLR 2019, algorithm 2. Two slots of state.</remarks>
public sealed record AdamWOptimizer : IDenseOptimizer
{
    private readonly float _beta1 = 0.9f, _beta2 = 0.999f, _epsilon = 1e-8f, _weightDecay = 0.01f;

    /// <summary>β₁, in [0, 1). Default 0.9.</summary>
    public float Beta1 { get => _beta1; init => _beta1 = Ranges.BelowOne(value, nameof(Beta1)); }

    /// <summary>β₂, in [0, 1). Default 0.999.</summary>
    public float Beta2 { get => _beta2; init => _beta2 = Ranges.BelowOne(value, nameof(Beta2)); }

    /// <summary>ε, positive. Default 1e-8.</summary>
    public float Epsilon { get => _epsilon; init => _epsilon = Ranges.Positive(value, nameof(Epsilon)); }

    /// <summary>λ, not negative; only for parameters that decay. Default 0.01.</summary>
    public float WeightDecay { get => _weightDecay; init => _weightDecay = Ranges.NotNegative(value, nameof(WeightDecay)); }

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
            float shrink = p.Decays ? learningRate * WeightDecay : 0;
            DenseUpdate.Apply(p, new AdamRule(learningRate, Beta1, Beta2, Epsilon, l2: 0, shrink, p.Updates), team);
        }
    }
}
