namespace Winnow.Numerics;

/// <summary>A rule that changes dense parameters by their gradients.</summary>
/// <remarks>Optimisers hold settings only; what they remember lives in <see cref="Parameter.State"/> and <see cref="Parameter.Updates"/>, so
/// that it is saved with the parameter it belongs to.</remarks>
public interface IDenseOptimizer
{
    /// <summary>Number of <see cref="Parameter.State"/> slots this rule uses.</summary>
    int StateSlots { get; }

    /// <summary>Updates every parameter that has a gradient and clears that gradient; the others stay as they are.</summary>
    /// <param name="parameters">The parameters of a model.</param>
    /// <param name="learningRate">Step size, not negative.</param>
    /// <param name="team">Threads that share the work; the result does not depend on their number.</param>
    void Step(IReadOnlyList<Parameter> parameters, float learningRate, WorkerTeam team);
}
