namespace Winnow.Numerics;

/// <summary>Moves a value towards what was measured, w ← w + s (g − w), where the measurement stands in for the gradient: how running statistics of batch
/// normalisation are kept by who does not see the batches.</summary>
/// <remarks>The same formula as in <see cref="Tape.BatchNorm"/>, so the same bits. However late a measurement comes, the value stays between those
/// measured; a difference computed elsewhere and added late could drive a variance below zero.</remarks>
public sealed record MovingAverage : IDenseOptimizer
{
    private readonly float _share = 0.1f;

    /// <summary>s, in [0, 1). Default 0.1.</summary>
    public float Share { get => _share; init => _share = Ranges.BelowOne(value, nameof(Share)); }

    /// <inheritdoc/>
    public int StateSlots => 0;

    /// <inheritdoc/>
    /// <remarks>The learning rate has no effect, and <see cref="Parameter.Updates"/> does not count measurements.</remarks>
    public void Step(IReadOnlyList<Parameter> parameters, float learningRate, WorkerTeam team)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        for (int i = 0; i < parameters.Count; i++)
        {
            Parameter p = parameters[i];
            if (!p.HasGradient) continue;
            Span<float> values = p.Values, measured = p.Gradients;
            for (int c = 0; c < values.Length; c++) values[c] += Share * (measured[c] - values[c]);
            p.ClearGradient();
        }
    }
}
